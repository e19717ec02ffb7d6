// What of the dialog saves pictures: of which part, as SVG, as PNG, and the playback as a video.

import { download } from '../dom/download.js';
import { find, findAll } from '../dom/find.js';
import { captionNow } from '../image/caption.js';
import { pictureOf, pngOf } from '../image/picture.js';
import { recordable, videoOf } from '../image/video.js';
import { player } from '../playback/player.js';
import { session } from '../run/session.js';
import { PAGES } from '../store/state.js';
import { state } from '../store/store.js';
import { t } from '../text/text.js';
import { partsNow } from './parts.js';

const SKELETON = `
  <h3 data-text="share.picture"></h3>
  <p data-text="share.picture_about"></p>
  <div class="row"><label><span data-text="share.of"></span> <select data-part></select></label></div>
  <div class="row"><button type="button" data-save="png" data-text="share.png"></button><button type="button" data-save="svg" data-text="share.svg"></button><button type="button" data-save="video" data-text="share.video"></button><button type="button" data-cancel data-text="share.cancel" hidden></button></div>
  <progress hidden></progress>
  <p role="status" data-saved></p>`;

/** The part that was chosen last. */
let chosen = '';

const isBeside = () => Boolean(state.page && PAGES.includes(state.page)); // another page, which has no playback

/** @param {HTMLElement} place @param {() => string} link @returns {{write: () => void, stop: () => void}} `write`: anew, of what is on the page now; `stop`: what is recorded */
export function showPictures(place, link) {
  place.innerHTML = SKELETON;
  const part = find(place, '[data-part]', HTMLSelectElement);
  const progress = find(place, 'progress', HTMLProgressElement);
  const said = find(place, '[data-saved]', HTMLElement);
  const cancel = find(place, '[data-cancel]', HTMLButtonElement);
  const buttons = findAll(place, '[data-save]', HTMLButtonElement);
  let recording = new AbortController();
  const say = (/** @type {string} */ words) => void (said.textContent = words);
  const paint = () => pictureOf(/** @type {Element} */ (partsNow().find(({ name }) => name === part.value)?.element), { caption: captionNow(new Date()), link: link() });
  const name = () => `${isBeside() ? state.page : `${session.task}-${session.architecture?.slice(0, 12)}`}-${part.value}`;
  const busy = (/** @type {boolean} */ isBusy) => {
    for (const control of [part, ...buttons]) control.disabled = isBusy;
    progress.hidden = cancel.hidden = !isBusy;
  };
  const save = (/** @type {string} */ ending, /** @type {BlobPart} */ content) => {
    download(`${name()}.${ending}`, content);
    say(t('share.saved', { name: `${name()}.${ending}` }));
  };
  const record = async () => {
    if (isBeside() || player.count < 2) return say(t('share.no_playback'));
    recording = new AbortController();
    const { signal } = recording;
    busy(true);
    try {
      const { blob, ending, isFaster } = await videoOf(paint, {
        signal,
        say: (what, values) => {
          say(t(`share.${what}`, values));
          progress.value = what === 'painting' ? values.at / values.of / 2 : 1 - values.seconds / 20;
        },
      });
      save(ending, blob);
      if (isFaster) say([said.textContent, t('share.faster')].join(' '));
    } catch (error) {
      if (!signal.aborted) throw error;
      say(t('share.cancelled'));
    } finally {
      busy(false);
    }
  };
  const ways = /** @type {Record<string, () => unknown>} */ ({ svg: () => save('svg', paint().svg), png: async () => save('png', await pngOf(paint())), video: record });
  for (const button of buttons) {
    button.onclick = async () => {
      try {
        say(t('share.waiting'));
        await ways[button.dataset.save ?? '']();
      } catch (error) {
        say(t('share.failed', { reason: error instanceof Error ? error.message : String(error) }));
      }
    };
  }
  cancel.onclick = () => recording.abort();
  part.onchange = () => (chosen = part.value);
  return {
    write() {
      const parts = partsNow();
      part.replaceChildren(...parts.map(({ name: value, words }) => Object.assign(document.createElement('option'), { value, textContent: words, selected: value === chosen })));
      const canRecord = Boolean(recordable());
      find(place, '[data-save=video]', HTMLButtonElement).hidden = !canRecord || isBeside();
      say(canRecord || isBeside() ? '' : t('share.no_video'));
    },
    stop: () => recording.abort(),
  };
}
