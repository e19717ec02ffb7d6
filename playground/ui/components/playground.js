// The playground: header, input, the picture of the network, answer and dock, all on one screen.

import { mount as mountAnswer } from './answer.js';
import { find } from './dom/find.js';
import { mount as mountDock } from './dock/dock.js';
import { mount as mountSheet } from './dock/sheet.js';
import { mount as mountGuide } from './guide/guide.js';
import { mount as mountHeader } from './header.js';
import { mount as mountInput } from './input.js';
import { place } from './pages.js';
import { WITHIN } from './store/state.js';
import { followInput } from './kept/follow.js';
import { mount as mountLesson } from './learning/learn.js';
import { lazy } from './loading/lazy.js';
import { mount as mountReplay } from './replay/replay.js';
import { onScreen } from './stage/screen.js';
import { mount as mountStage } from './stage/stage.js';
import './address.js';
import './gradients/switch.js';
import './stage/edges/drawing.js';

/** @param {HTMLElement} element */
export function mount(element) {
  const app = find(element, '.pg-app', HTMLElement);
  onScreen(app);
  mountHeader(find(app, '.pg-header', HTMLElement));
  mountGuide(find(app, '.pg-guide', HTMLElement));
  mountInput(find(app, '.pg-input', HTMLElement));
  followInput();
  mountStage(find(app, '.pg-stage', HTMLElement), lazy(() => import('./stage/in_time.js')));
  mountReplay(find(app, '.pg-replay', HTMLElement));
  mountLesson(find(app, '.pg-lesson', HTMLElement));
  mountAnswer(find(app, '.pg-answer', HTMLElement));
  mountDock(find(app, '.pg-dock', HTMLElement));
  mountSheet(app);
  for (const name of WITHIN) place(name, find(app, `#pg-${name}`, HTMLElement));
}
