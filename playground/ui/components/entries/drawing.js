// The way in of digits and of pen strokes: a pad with its tools, digits that somebody drew, what the network reads.

import { needModule } from '../loading/wanted.js';
import { openInDock } from '../dock/tool.js';
import { find } from '../dom/find.js';
import { exampleOf, firstExample } from '../kept/example_of.js';
import { on, say, session } from '../run/session.js';
import { isFirstVisit, keepDrawn } from '../stage/first_seconds/first_visit.js';
import { onScreenKind, screenNow } from '../stage/screen.js';
import { fill, onLanguage, t } from '../text/text.js';
import { showExamples } from './examples.js';
import { showWay } from './on_the_way.js';
import { Pad, WIDTH } from './pad.js';
import { drawFrom } from './pen.js';
import { colourPen } from './pen_colours.js';
import { showPictureRead } from './picture_read.js';
import { likeOf } from '../tasks.js';

/** @typedef {(import('./strokes.js').Drawing | {picture: import('./picture/picture.js').Sent} | {test: number}) & {read?: number}} Input */

const HTML = `
<details class="pg-pad-menu">
  <summary data-label="pad.more"><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="4" cy="10" r="1.6"/><circle cx="10" cy="10" r="1.6"/><circle cx="16" cy="10" r="1.6"/></svg></summary>
  <div class="pg-pad-list">
    <label class="pg-pen-width"><span data-text="pad.width"></span>
      <input type="range" min="0.02" max="0.16" step="0.005" value="${WIDTH}" data-width></label>
    <div class="pg-way"></div>
  </div>
</details>
<div class="pg-paper">
  <canvas tabindex="0" role="application" data-label="pad.keys"></canvas>
  <p class="pg-hint" data-text="pad.hint"></p>
  <button type="button" data-do="cut" data-label="pad.cut" aria-pressed="false" hidden><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6 2v12h12M2 6h12v12"/></svg></button>
  <div class="pg-paper-foot">
    <div class="pg-several" hidden></div>
    <p class="pg-message" role="status" aria-live="polite"></p>
  </div>
</div>
<div class="pg-tools">
  <button type="button" data-do="undo"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M8 3 4 7l4 4M4 7h7.5a4.5 4.5 0 0 1 0 9H8"/></svg><span data-text="pad.undo"></span></button>
  <button type="button" data-do="clear"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15"/></svg><span data-text="pad.clear"></span></button>
  <button type="button" data-do="upload"><span data-text="pad.upload"></span></button>
  <input type="file" accept="image/*" hidden>
</div>
<div class="pg-pen-colours" role="note"></div>
<div class="pg-take-one">
  <h3 class="pg-quiet" id="pg-examples-title" data-text="pad.examples"></h3>
  <div class="pg-examples" role="group" aria-labelledby="pg-examples-title"></div>
</div>
<div class="pg-picture-read">
  <h3 data-text="pad.read"></h3>
  <canvas tabindex="0" role="application" data-label="pad.read_keys"></canvas><i class="pg-pixel" hidden></i>
  <div><p data-words role="status" aria-live="polite"></p>
    <button type="button" data-do="move" data-text="pad.move"></button></div>
</div>`;

/** @param {HTMLElement} element */
export function make(element) {
  element.innerHTML = HTML;
  const pad = new Pad(find(element, '.pg-paper', HTMLElement));
  const examples = showExamples(find(element, '.pg-examples', HTMLElement), pad);
  wireTools(element, pad);
  wireFiles(element, pad);
  wireFound(element, pad);
  colourPen(pad.paper, find(element, '.pg-pen-colours', HTMLElement));
  showPictureRead(find(element, '.pg-picture-read', HTMLElement));
  showWay(find(element, '.pg-way', HTMLElement), find(element, '.pg-pad-menu', HTMLDetailsElement));
  place(element);
  pad.onbegin = () => {
    examples.leave();
    keepDrawn();
  };
  onLanguage(() => fill(element));
  const shown = () => session.catalogue?.examples.shown ?? [];
  const open = (/** @type {string} */ task, /** @type {any} */ given) => {
    element.classList.toggle('digits', likeOf(task) === 'digits'); // a picture has no strokes to read, and a sequence of places no pixels
    const { catalogue } = session;
    examples.open(shown());
    if (given) put(given);
    else if (!pad.empty) pad.reread();
    else if (catalogue && shown().length) void demonstrate(pad, examples, firstExample(task, catalogue), task);
  };
  const put = (/** @type {Input} */ input) => {
    if ('picture' in input) return void pad.showPicture(input);
    if ('test' in input) return void pad.showTest(input);
    examples.choose(exampleOf(input, shown())?.label ?? null);
    pad.show(input.strokes, input.width, { read: input.read });
  };
  const show = (/** @type {Input} */ input) => {
    pad.leave();
    put(input);
  };
  return { open, show };
}

/** The sliders that move the digit, in the dock; the same button closes them. */
async function openSharing() {
  const build = async (/** @type {HTMLElement} */ place) => (await import('../sharing/tool.js')).openSharing(place);
  await openInDock('sharing', build, { title: t('pad.move_title'), note: t('pad.move_note') });
}

/** The first drawing is the page's own: written before the eyes of one who is here for the first time, else there at once. @param {Pad} pad @param {{choose: (label: string) => void}} examples @param {any} example @param {string} task */
async function demonstrate(pad, examples, example, task) {
  examples.choose(example.label);
  if (likeOf(task) === 'digits' && isFirstVisit()) {
    const { firstSeconds } = await needModule(() => import('../stage/first_seconds/first_seconds.js'));
    if (pad.empty && session.task === task) firstSeconds(pad, example);
  } else pad.show(example.input.strokes, example.input.width, { demonstration: true });
}

/** @param {HTMLElement} element @param {Pad} pad */
function wireTools(element, pad) {
  const slider = find(element, '[data-width]', HTMLInputElement);
  const tool = (/** @type {string} */ name) => find(element, `[data-do=${name}]`, HTMLButtonElement);
  const message = find(element, '.pg-message', HTMLElement);
  tool('undo').onclick = () => pad.undo();
  tool('clear').onclick = () => pad.clear();
  tool('move').onclick = () => {
    find(element, '.pg-pad-menu', HTMLDetailsElement).open = false;
    void openSharing();
  };
  slider.oninput = () => pad.setWidth(slider.valueAsNumber, { final: false });
  slider.onchange = () => pad.setWidth(slider.valueAsNumber);
  for (const button of element.querySelectorAll('.pg-tools button, .pg-pad-menu summary')) drawFrom(/** @type {HTMLElement} */ (button), pad.canvas);
  const cut = tool('cut');
  let endCut = () => {};
  let pictured = pad.picture;
  cut.onclick = async () => {
    const isOpen = cut.getAttribute('aria-pressed') === 'true';
    endCut();
    if (isOpen) return;
    const { openCut } = await needModule(() => import('./picture/cut.js'));
    endCut();
    cut.setAttribute('aria-pressed', 'true');
    endCut = openCut(pad, () => cut.setAttribute('aria-pressed', 'false'));
  };
  pad.onpaint = ({ empty, undoable, width, picture }) => {
    element.classList.toggle('empty', empty);
    tool('clear').disabled = empty;
    tool('undo').disabled = !undoable;
    cut.hidden = !picture?.cut;
    if (picture !== pictured) endCut();
    pictured = picture;
    if (document.activeElement !== slider) slider.value = String(width); // as near as the slider goes
  };
  pad.paint();
  on('message', (text) => {
    message.textContent = text;
  });
}

/** What is done about several digits, or a small one on a large picture, that a run found. @param {HTMLElement} element @param {Pad} pad */
function wireFound(element, pad) {
  /** @type {((boxes: import('./picture/boxes.js').Box[], read: number) => void) | null} */
  let show = null;
  on('end', async (trace) => {
    if (trace.preview || !['digits', 'strokes'].includes(likeOf(trace.task) ?? '')) return;
    if (pad.picture) pad.paint(); // of a test digit its pixels have come
    const { boxes = [], read = 0 } = trace.encoded ?? /** @type {Partial<import('../run/trace.js').Encoded>} */ ({});
    if (boxes.length < 2 && !show && !pad.picture) return;
    const { comeNearer, showSeveral } = await needModule(() => import('./several.js'));
    if (trace !== session.trace) return;
    show ??= showSeveral(find(element, '.pg-several', HTMLElement), pad);
    show(boxes, read);
    void comeNearer(pad, boxes);
  });
}

/** Pictures that are chosen, pasted or dropped. @param {HTMLElement} element @param {Pad} pad */
function wireFiles(element, pad) {
  const file = find(element, 'input[type=file]', HTMLInputElement);
  find(element, '[data-do=upload]', HTMLButtonElement).onclick = () => file.click();
  file.onchange = () => {
    if (file.files?.[0]) pad.upload(file.files[0]);
    file.value = '';
  };
  document.addEventListener('paste', ({ clipboardData }) => {
    const [pasted] = clipboardData?.files ?? [];
    if (!pasted || likeOf(session.task) !== 'digits') return;
    // Of cells that were copied, spreadsheets add a picture; of a file that was, the text is its name.
    const text = clipboardData?.getData('text/plain').trim();
    if (text && text !== pasted.name) say(t('errors.pasted_text'));
    else pad.upload(pasted);
  });
  pad.paper.addEventListener('dragover', (event) => event.preventDefault());
  pad.paper.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files[0]) pad.upload(event.dataTransfer.files[0]);
  });
}

/** Where there is little room, what is needed seldom is in the menu: on a low screen the picture from a file, on a phone the examples and what is read, too. @param {HTMLElement} element */
function place(element) {
  const [menu, list] = [find(element, '.pg-pad-menu', HTMLDetailsElement), find(element, '.pg-pad-list', HTMLElement)];
  const [upload, move] = ['upload', 'move'].map((name) => find(element, `[data-do=${name}]`, HTMLButtonElement));
  const [tools, take, read] = ['.pg-tools', '.pg-take-one', '.pg-picture-read'].map((name) => find(element, name, HTMLElement));
  const arrange = () => {
    const { phone, short } = screenNow();
    (phone || short ? list : tools).append(upload);
    (phone || short ? list : find(read, 'div', HTMLElement)).append(move);
    if (phone) list.prepend(take, read);
    else tools.after(take, read);
  };
  onScreenKind(arrange);
  arrange();
  document.addEventListener('pointerdown', ({ target }) => {
    if (menu.open && target instanceof Node && !menu.contains(target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    find(menu, 'summary', HTMLElement).focus();
    event.stopPropagation();
  });
}
