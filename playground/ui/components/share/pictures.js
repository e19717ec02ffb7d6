// The part of the dialog that saves pictures: of which part of the page, as SVG or PNG, and the playback as a video.

import { download } from '../dom/download.js';
import { find, findAll } from '../dom/find.js';
import { captionNow } from '../image/caption.js';
import { pictureOf, pngOf } from '../image/picture.js';
import { MOST_SECONDS } from '../image/schedule.js';
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

/** The name of a file of a part, without its ending. @param {string} part */
const nameOf = (part) => `${isBeside() ? state.page : `${session.task}-${session.architecture?.slice(0, 12)}`}-${part}`;

export class Pictures {
  /** @param {HTMLElement} place @param {() => string} link */
  constructor(place, link) {
    place.innerHTML = SKELETON;
    this.link = link;
    this.part = find(place, '[data-part]', HTMLSelectElement);
    this.progress = find(place, 'progress', HTMLProgressElement);
    this.said = find(place, '[data-saved]', HTMLElement);
    this.cancel = find(place, '[data-cancel]', HTMLButtonElement);
    this.video = find(place, '[data-save=video]', HTMLButtonElement);
    this.buttons = findAll(place, '[data-save]', HTMLButtonElement);
    this.recording = new AbortController();
    const ways = /** @type {Record<string, () => unknown>} */ ({
      svg: () => this.#save('svg', this.#paint().svg),
      png: async () => this.#save('png', await pngOf(this.#paint())),
      video: () => this.#record(),
    });
    for (const button of this.buttons) button.onclick = () => void this.#try(ways[button.dataset.save ?? '']);
    this.cancel.onclick = () => this.stop();
    this.part.onchange = () => (chosen = this.part.value);
  }

  /** Anew, of what is on the page now. */
  write() {
    const options = partsNow().map(({ name, words }) => Object.assign(document.createElement('option'), { value: name, textContent: words, selected: name === chosen }));
    this.part.replaceChildren(...options);
    const canRecord = Boolean(recordable());
    this.video.hidden = !canRecord || isBeside();
    this.#say(canRecord || isBeside() ? '' : t('share.no_video'));
  }

  /** Give up what is being recorded. */
  stop() {
    this.recording.abort();
  }

  /** @param {string} words */
  #say(words) {
    this.said.textContent = words;
  }

  #paint() {
    const part = partsNow().find(({ name }) => name === this.part.value);
    return pictureOf(/** @type {Element} */ (part?.element), { under: { caption: captionNow(new Date()), link: this.link() } });
  }

  /** @param {string} ending @param {BlobPart} content */
  #save(ending, content) {
    const name = `${nameOf(this.part.value)}.${ending}`;
    download(name, content);
    this.#say(t('share.saved', { name }));
  }

  /** Do it, and say why it cannot be done. @param {() => unknown} way */
  async #try(way) {
    try {
      this.#say(t('share.waiting'));
      await way();
    } catch (error) {
      this.#say(t('share.failed', { reason: error instanceof Error ? error.message : String(error) }));
    }
  }

  /** @param {boolean} isBusy */
  #busy(isBusy) {
    for (const control of [this.part, ...this.buttons]) control.disabled = isBusy;
    this.progress.hidden = this.cancel.hidden = !isBusy;
  }

  async #record() {
    if (player.count < 2) return this.#say(t('share.no_playback'));
    this.recording = new AbortController();
    const { signal } = this.recording;
    this.#busy(true);
    try {
      const { blob, ending, isFaster } = await videoOf(() => this.#paint(), { signal, say: (what, values) => this.#tell(what, values) });
      this.#save(ending, blob);
      if (isFaster) this.#say([this.said.textContent, t('share.faster')].join(' '));
    } catch (error) {
      if (!signal.aborted) throw error;
      this.#say(t('share.cancelled'));
    } finally {
      this.#busy(false);
    }
  }

  /** How far a video is: one half is painting, the other recording. @param {'painting' | 'recording'} what @param {Record<string, number>} values */
  #tell(what, values) {
    this.#say(t(`share.${what}`, values));
    this.progress.value = what === 'painting' ? values.at / values.of / 2 : 1 - values.seconds / MOST_SECONDS / 2;
  }
}
