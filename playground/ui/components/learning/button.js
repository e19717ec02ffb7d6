// The button in the dock of gradients that makes the first step of learning; then the strip under the picture has all.

import { setHidden, setText } from '../dom/changed.js';
import { whileWanted } from '../loading/wanted.js';
import { isBackward } from '../run/backward.js';
import { t } from '../text/text.js';
import { hindered, learn, lessonNow } from './lesson.js';
import { strip } from './learn.js';

/** Put it there; gives what renews it, told whether gradients are shown. */
export function stepButton() {
  const element = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-first-step' });
  let [isWanted, isOpen] = [false, false];
  const renew = () => {
    const why = hindered();
    setText(element, t('backward.step_now'));
    element.title = t(why ? `backward.no_step.${why}` : 'backward.step_hint');
    element.disabled = Boolean(why);
    setHidden(element, !isWanted || isOpen || Boolean(lessonNow()));
  };
  element.onclick = async () => {
    const found = await whileWanted('steps', strip, isBackward);
    if (!found) return;
    found.open((now) => {
      isOpen = now;
      renew();
    });
    await learn(1);
  };
  document.querySelector('.pg-dock .pg-acts')?.after(element);
  return (/** @type {boolean} */ now) => {
    isWanted = now;
    renew();
  };
}
