// The dialog with what is shared of the page: its link and the QR code of it; pictures of its parts, and of the playback.

import { find as within, findAll } from '../dom/find.js';
import { lazy } from '../loading/lazy.js';
import { needStyle } from '../loading/styles.js';
import { failureText, postForFile } from '../server/post_json.js';
import { fill, needTexts, onLanguage, t } from '../text/text.js';
import { linkNow } from './link.js';
import { Pictures } from './pictures.js';

const SKELETON = `
  <form method="dialog"><h2 data-text="share.title"></h2><button class="close" data-label="share.close">×</button></form>
  <div class="columns">
    <figure><img alt="" hidden><figcaption data-refused></figcaption><button type="button" data-size aria-pressed="false"></button></figure>
    <div>
      <section><h3 data-text="share.link"></h3>
        <p data-text="share.link_about"></p>
        <div class="row"><input type="text" readonly data-label="share.link" data-link><button type="button" data-copy data-text="share.copy"></button></div>
        <p role="status" data-copied></p>
        <ul data-missing></ul>
      </section>
      <section data-pictures></section>
    </div>
  </div>`;

let link = '';
let turn = 0; // of several that are asked for one after the other the last code is shown

const dialog = lazy(async () => {
  await Promise.all([needTexts('share'), needStyle('share')]);
  const element = Object.assign(document.createElement('dialog'), { className: 'pg-dialog pg-share', innerHTML: SKELETON });
  document.getElementById('pg-app')?.append(element);
  const pictures = new Pictures(within(element, '[data-pictures]', HTMLElement), () => link);
  within(element, '[data-copy]', HTMLButtonElement).onclick = () => void copy(element);
  const size = within(element, '[data-size]', HTMLButtonElement);
  size.onclick = () => resize(element, !element.classList.contains('large'));
  element.onclose = () => {
    resize(element, false);
    pictures.stop();
  };
  onLanguage(() => {
    fill(element);
    within(element, 'img', HTMLImageElement).alt = t('share.qr');
    resize(element, element.classList.contains('large'));
    pictures.write();
  });
  return { element, pictures };
});

/** Show it, of what is there now. */
export async function openShare() {
  const { element, pictures } = await dialog();
  const now = linkNow();
  link = now.link;
  within(element, '[data-link]', HTMLInputElement).value = link;
  within(element, '[data-copied]', HTMLElement).textContent = '';
  within(element, '[data-missing]', HTMLElement).replaceChildren(...now.missing.map((name) => Object.assign(document.createElement('li'), { textContent: t(`share.${name}`) })));
  pictures.write();
  element.showModal();
  await showCode(element);
}

/** Where a page may not write to the clipboard, as over plain HTTP, the link is marked, to be copied by hand. @param {HTMLElement} element */
async function copy(element) {
  const said = within(element, '[data-copied]', HTMLElement);
  try {
    await navigator.clipboard.writeText(link);
    said.textContent = t('share.copied');
  } catch {
    const field = within(element, '[data-link]', HTMLInputElement);
    field.focus();
    field.select();
    said.textContent = t('share.by_hand');
  }
}

/** Large: the code alone, as large as the window. @param {HTMLElement} element @param {boolean} isLarge */
function resize(element, isLarge) {
  element.classList.toggle('large', isLarge);
  const size = within(element, '[data-size]', HTMLButtonElement);
  size.setAttribute('aria-pressed', String(isLarge));
  size.textContent = t(isLarge ? 'share.smaller' : 'share.larger');
}

/** @param {HTMLElement} element */
async function showCode(element) {
  const mine = ++turn;
  const [image] = findAll(element, 'img', HTMLImageElement);
  const size = within(element, '[data-size]', HTMLButtonElement);
  const refused = within(element, '[data-refused]', HTMLElement);
  image.hidden = size.hidden = true;
  refused.textContent = t('share.waiting');
  try {
    const svg = await postForFile('qr', { link });
    if (mine !== turn) return;
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    image.hidden = size.hidden = false;
    refused.textContent = '';
  } catch (error) {
    if (mine === turn) refused.textContent = failureText(error);
  }
}
