// The switch Values | Gradients at the right of the picture's head; on a phone beside the title of the dock.

import { el } from '../dock/parts.js';
import { showsSwitch } from '../dom/radios.js';
import { lazy } from '../loading/lazy.js';
import { whileWanted } from '../loading/wanted.js';
import { onPage } from '../pages.js';
import { isBackward, onGradients, question, show } from '../run/backward.js';
import { on } from '../run/session.js';
import { onScreenKind, screenNow } from '../stage/screen.js';
import { withStage } from '../stage/stage.js';
import { needTexts, onLanguage, t } from '../text/text.js';

const GAP = 10; // px to what stands beside it

/** What is only needed for gradients comes when they are first wanted. */
const begin = lazy(async () => {
  await Promise.all([needTexts('backward'), import('./foot.js'), import('./reached.js')]);
  return import('./ask.js');
});

withStage((stage) => {
  const element = el('div', 'pg-shows');
  const buttons = showsSwitch(element, show);
  const update = () => {
    buttons.press(isBackward() ? 'gradients' : 'values');
    document.getElementById('pg-app')?.classList.toggle('backward', isBackward());
    if (isBackward()) void whileWanted('gradients', begin, isBackward);
  };
  const name = () => {
    buttons.name(t('shows.title'), (shows) => ({ words: t(`shows.${shows}`), about: t(`shows.${shows}_hint`) }));
    place();
  };
  const place = () => {
    const { phone } = screenNow();
    if (phone) document.querySelector('.pg-dock .pg-acts')?.before(element);
    else if (element.parentElement !== stage.element) stage.element.append(element);
    const corner = phone ? 0 : element.offsetWidth + GAP;
    if (corner === stage.corner) return;
    stage.corner = corner;
    stage.later({ layout: true });
  };
  stage.add({ layout: () => {
    const { layout } = stage;
    const axis = layout?.axis;
    element.style.right = axis ? `${Math.max(0, stage.room.width - axis.x - axis.width)}px` : '';
    element.style.top = axis && axis.head !== null ? `${axis.head - 4}px` : '';
  } });
  onScreenKind(place);
  onPage(place); // while another page stood here it had no width
  onLanguage(name);
  onGradients(update);
  on('task', () => question({ target: null, loss: null })); // they were those of another
  requestAnimationFrame(place); // the dock is made after the picture
  name();
  update();
});
