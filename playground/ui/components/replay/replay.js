// The way to the replay of a training: its strip comes when a snapshot is first shown, by the address or by its button.

import { setAttribute, setHidden } from '../dom/changed.js';
import { lazy } from '../loading/lazy.js';
import { whileWanted } from '../loading/wanted.js';
import { on, onTask, snapshotNow, snapshots } from '../run/session.js';
import { needTexts, onLanguage, t } from '../text/text.js';

/** @type {HTMLElement} */
let place;
const strip = lazy(async () => {
  const [module] = await Promise.all([import('./strip.js'), needTexts('replay')]);
  module.showStrip(place);
  return module;
});

/** @param {HTMLElement} element of the strip */
export function mount(element) {
  place = element;
  const begin = () => void (snapshotNow() !== null && whileWanted('replay', strip, () => snapshotNow() !== null));
  on('changes', begin);
  begin();
}

/** A button that shows the training from its beginning, and ends that; of a network whose training was not kept there is none. */
export function replayButton() {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-icon-button' });
  button.dataset.open = 'replay';
  button.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 3h2v12h12v2H3z M6.2 13.4c3.6-.3 3.3-7.6 10.1-8.4l.3 2c-5.1.6-4.4 8-10.2 8.4z"/></svg>';
  button.onclick = async () => {
    const { replay, leave } = await strip();
    if (snapshotNow() === null) replay();
    else leave();
  };
  const renew = () => {
    setHidden(button, !snapshots().length);
    setAttribute(button, 'aria-pressed', String(snapshotNow() !== null));
    button.title = snapshotNow() === null ? t('tries.replay', { count: snapshots().length }) : t('tries.replay_end');
    button.setAttribute('aria-label', button.title);
  };
  onTask(renew);
  on('architecture', renew);
  on('changes', renew);
  onLanguage(renew);
  return button;
}
