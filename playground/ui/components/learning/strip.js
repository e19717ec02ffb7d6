// Steps of learning from the input that is there, under the picture: by which optimiser and rate, how many; what they did
// to the answer, and to other examples. The picture, the dock and the answer follow, as they do with any change.

import { percent } from '../answer/percent.js';
import { setHidden, setText } from '../dom/changed.js';
import { find } from '../dom/find.js';
import { Waiting } from '../dom/waiting.js';
import { onGradients, show } from '../run/backward.js';
import { network, on, session } from '../run/session.js';
import { labelOf } from '../run/time_axis.js';
import { postJson } from '../server/post_json.js';
import { closeButton, curvesIn, drawCurves, fillStrip, keysOf, writeValues } from '../strips/pieces.js';
import { fixed, significant } from '../text/numbers.js';
import { onLanguage, t } from '../text/text.js';
import { curvesOf, verdict } from './curve.js';
import { choose, hindered, learn, lessonNow, settings, stepsNow } from './lesson.js';
import { MANY, MOST, OPTIMISERS, RATES, USUAL, placeOfRate } from './steps.js';

/** @typedef {import('./curve.js').Lesson} Lesson */

const CURVES = /** @type {const} */ (['loss', 'share', 'others']);
const HTML = `
  <div class="pg-lesson-acts">
    <button type="button" data-learn="1" data-text="steps.one"></button>
    <button type="button" data-learn="${MANY}" data-text="steps.many" data-count="${MANY}"></button>
    <button type="button" data-learn="-1" data-text="steps.undo"></button>
    <select data-label="steps.optimiser"></select>
    <label><span data-text="steps.rate"></span> <input type="range" min="0" max="${RATES.length - 1}" step="1"> <output></output></label>
  </div>
  <p class="pg-lesson-said"><b data-when></b> ${keysOf(CURVES, 'steps.about')}</p>
  <p class="pg-lesson-verdict" aria-live="polite"></p>
  ${curvesIn(CURVES, 'pg-lesson-curves')}
  ${closeButton('steps.close')}`;

/** @type {HTMLElement} */
let strip;
/** @type {Lesson | null} what is known of the steps that are shown */
let lesson = null;
/** @type {((isOpen: boolean) => void) | null} it has been opened by its button: it stays without a step, too */
let told = null;
/** @type {Waiting} */
let waiting;

/** How many of the others were right, by the step, as far as that was asked. @type {{of: string, input: any, right: Map<number, number>}} */
let seen = { of: '', input: null, right: new Map() };

/** Make the first step, or show the gradients, where is said what is missing. It stays until it is closed, which is told. @param {(isOpen: boolean) => void} tell */
export function open(tell) {
  told = tell;
  tell(true);
  render();
  find(strip, '[data-learn]', HTMLButtonElement).focus({ preventScroll: true });
  if (hindered()) show('gradients');
  else void learn(1);
}

/** @param {HTMLElement} element */
export function showStrip(element) {
  strip = element;
  element.innerHTML = HTML;
  waiting = new Waiting(element, () => void ask());
  const [select, slider] = [find(element, 'select', HTMLSelectElement), find(element, 'input', HTMLInputElement)];
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll('[data-learn]'))) button.onclick = () => void learn(stepsNow() + Number(button.dataset.learn));
  select.onchange = () => choose({ optimiser: select.value, learning_rate: USUAL[select.value] });
  slider.oninput = () => {
    const rate = RATES[slider.valueAsNumber];
    setText(find(element, 'output', HTMLOutputElement), String(rate));
    choose({ learning_rate: rate }, { exactly: false });
  };
  slider.onchange = () => choose({ learning_rate: RATES[slider.valueAsNumber] });
  find(element, '[data-close]', HTMLButtonElement).onclick = () => {
    told?.(false);
    told = null;
    if (lessonNow()) void learn(0);
    else render();
  };
  on('changes', render);
  on('clear', render);
  on('end', (trace) => void (trace.preview || ask()));
  onGradients(render);
  onLanguage(() => {
    fillStrip(element, 'steps.title');
    select.replaceChildren(...OPTIMISERS.map((name) => new Option(t(`steps.optimisers.${name}`), name)));
    slider.setAttribute('aria-label', t('steps.rate'));
    render();
  });
  void ask();
}

/** How the steps went, once the network has answered after them. */
async function ask() {
  const of = session.trace?.of;
  waiting.drop();
  if (!of?.changes?.learning) {
    lesson = null;
    render();
    return;
  }
  const how = waiting.begin();
  try {
    const { task, input, architecture, changes } = of;
    const found = await postJson('learning', { task, input, architecture, changes }, how);
    if (how.signal.aborted) return;
    lesson = found;
    remember(/** @type {Lesson} */ (found), of);
    render();
  } catch {
    // Whoever asked for the trace has said why.
  }
}

/** @param {Lesson} found @param {import('../run/trace.js').Asked} of */
function remember({ steps, others }, { input, architecture, changes }) {
  const key = JSON.stringify([architecture, { ...changes, learning: { ...changes?.learning, steps: 0 } }]);
  if (seen.of !== key || seen.input !== input) seen = { of: key, input, right: new Map() };
  if (others) seen.right.set(0, others.before).set(steps, others.after);
}

function render() {
  const learning = lessonNow();
  const isOpen = Boolean(learning || told);
  if (!isOpen && strip.contains(document.activeElement)) document.getElementById('pg-stage')?.focus();
  setHidden(strip, !isOpen);
  if (!isOpen) return;
  const { optimiser, learning_rate: rate } = settings();
  const steps = stepsNow();
  const why = hindered();
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (strip.querySelectorAll('[data-learn]'))) {
    const more = Number(button.dataset.learn);
    button.disabled = !session.trace || (more > 0 ? Boolean(why) || steps >= MOST : !steps);
    button.title = why && more > 0 ? t(`backward.no_step.${why}`) : '';
  }
  find(strip, 'select', HTMLSelectElement).value = optimiser;
  const slider = find(strip, 'input', HTMLInputElement);
  slider.value = String(placeOfRate(rate));
  slider.setAttribute('aria-valuetext', String(rate));
  setText(find(strip, 'output', HTMLOutputElement), String(rate));
  setText(find(strip, '[data-when]', HTMLElement), t(steps === 1 ? 'steps.after_one' : steps ? 'steps.after' : 'steps.before', { steps }));
  renderLesson(lesson && lesson.steps === steps && learning ? lesson : null, steps, why);
}

/** @param {Lesson | null} known @param {number} steps @param {string | null} why */
function renderLesson(known, steps, why) {
  if (!known && steps) {
    strip.classList.add('waiting'); // what was known before stays so long
    return;
  }
  strip.classList.remove('waiting');
  writeValues(strip, known ? wordsOf(known) : { loss: null, share: null, others: null });
  const said = known ? verdict(known) : why ? null : 'none';
  const sentence = said ? t(`steps.verdict.${said}`, { parameters: network().parameters }) : t(`backward.no_step.${why}`);
  const isHeld = session.changes?.gates || session.changes?.off;
  setText(find(strip, '.pg-lesson-verdict', HTMLElement), isHeld ? `${t('steps.held')} ${sentence}` : sentence);
  drawCurves(strip, known ? curvesOf(known, seen.right) : { loss: '', share: '', others: '' });
}

/** @param {Lesson} lesson @returns {Record<'loss' | 'share' | 'others', string | null>} */
function wordsOf({ curve, target, others }) {
  const [first, last] = [curve[0], curve[curve.length - 1]];
  const isLabel = first.probability !== null && last.probability !== null;
  return {
    loss: t('steps.loss', { before: lossText(first.loss), after: lossText(last.loss) }),
    share: isLabel
      ? t('steps.share', { label: labelOf(String(target), session.task ?? ''), before: percent(Number(first.probability)), after: percent(Number(last.probability)) })
      : t('steps.number', { before: significant(Number(first.prediction), 4), after: significant(Number(last.prediction), 4), target: significant(Number(target), 4) }),
    others: others && t('steps.others', { before: others.before, after: others.after, count: others.count }),
  };
}

/** "6.42", "0.195", "1.2×10⁻⁵". @param {number} loss */
const lossText = (loss) => (loss >= 0.001 && loss < 1000 ? fixed(loss, loss < 1 ? 3 : 2) : significant(loss, 2));
