// What each network takes for the input: parameters with their formula, multiply-adds, times on the server, test figures.

import { percent } from '../answer/percent.js';
import { button, el } from '../dock/parts.js';
import { setHidden, setText } from '../dom/changed.js';
import { Waiting } from '../dom/waiting.js';
import { nameOf } from '../network/picker.js';
import { on, session } from '../run/session.js';
import { failureText, postJson } from '../server/post_json.js';
import { signal } from '../store/signal.js';
import { onPut, state } from '../store/store.js';
import { significant } from '../text/numbers.js';
import { onLanguage, t } from '../text/text.js';
import { networks, questionOf } from './runs.js';
import { against, FIGURES } from './ratios.js';
import { partTitle } from './title.js';
import { calibrationOf, scoreOf } from './words.js';

/** @typedef {import('./ratios.js').Measured} Measured */
/** @typedef {{threads: number, networks: Record<string, Measured>}} Answer */

const COLUMNS = ['network', 'parameters', 'multiply_adds', ...FIGURES, 'score', 'calibration'];

/** @type {import('../store/signal.js').Signal<void>} */
const changed = signal();
/** @type {{task: string, input: any, answer: Answer} | null} what was measured last, and of what */
let known = null;

/** Call `listener` when something was measured. */
export const onMeasured = changed.on;

/** What was measured of the networks of the task. @returns {Answer | null} */
export const measuredNow = () => (known?.task === session.task ? (known?.answer ?? null) : null);

const isOpen = () => state.page === 'compare' && state.part === 'measured';

class Table {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.head = partTitle('pg-measured-title');
    this.again = button('', () => void this.measure(), 'pg-measure-again');
    this.table = el('table', 'pg-measured-table');
    this.words = el('div', 'pg-measured-words');
    element.append(this.head.element, el('div', 'pg-measured-body', this.table, el('p', '', this.again), this.words));
    this.message = '';
    this.isMeasuring = false;
    this.waiting = new Waiting(/** @type {HTMLElement} */ (this.again.parentElement?.parentElement), () => void this.measure(), () => this.cancelled());
  }

  cancelled() {
    this.isMeasuring = false;
    this.write();
  }

  write() {
    const answer = measuredNow();
    const old = answer ? (known?.input !== session.input ? t('compare.measured.old') : '') : session.input ? '' : t('compare.waiting');
    const { title, said, hint } = this.head;
    setText(title, t('compare.measured.title'));
    setText(hint, t('compare.measured.about'));
    setText(said, this.isMeasuring ? t('compare.measured.measuring') : this.message || old);
    setText(this.again, t('compare.measured.again'));
    this.again.disabled = this.isMeasuring || !session.input;
    this.table.replaceChildren(headOf(answer), el('tbody', '', ...networks().map((one) => rowOf(one, answer))));
    this.words.replaceChildren(...(answer ? wordsOf(answer) : []));
    setHidden(this.words, !answer);
  }

  async measure() {
    const { task, input } = session;
    if (!input || !task) return;
    this.drop();
    const how = this.waiting.begin();
    this.isMeasuring = true;
    this.write();
    try {
      known = { task, input, answer: await postJson('measure', questionOf(input), how) };
      changed.tell();
    } catch (error) {
      if (how.signal.aborted) return;
      this.message = failureText(error);
    }
    this.isMeasuring = false;
    this.write();
  }

  /** What is on its way is of no use any more. */
  drop() {
    this.waiting.drop();
    this.message = '';
    this.isMeasuring = false;
  }

  /** The first time of a task by itself, then when it is asked for. */
  show() {
    if (!isOpen()) return;
    this.write();
    if (session.trace && known?.task !== session.task && !this.isMeasuring) void this.measure();
  }
}

/** @param {HTMLElement} element */
export function mount(element) {
  const table = new Table(element);
  const show = () => table.show();
  on('task', () => {
    table.drop();
    show();
  });
  on('end', (trace) => trace.preview || show());
  on('clear', show);
  onPut(['page', 'part', 'catalogue'], show);
  onLanguage(() => table.write());
  show();
}

/** @param {Answer | null} answer */
function headOf(answer) {
  const batch = Object.values(answer?.networks ?? {})[0]?.batch ?? '…';
  const cell = (/** @type {string} */ name, /** @type {number} */ span = 1, /** @type {number} */ down = 1) => Object.assign(document.createElement('th'), { scope: span > 1 ? 'colgroup' : 'col', colSpan: span, rowSpan: down, textContent: t(`compare.measured.${name}`, { batch }) });
  const [network, parameters, products, , , , , score, calibration] = COLUMNS.map((name) => cell(name, 1, 2));
  score.textContent = t(`compare.score.${session.task}`);
  const times = ['forward', 'learning', 'forward', 'learning'].map((name) => cell(name));
  return el('thead', '', el('tr', '', network, parameters, products, cell('one', 2), cell('many', 2), score, calibration), el('tr', '', ...times));
}

/** @param {import('../store/state.js').Network} one @param {Answer | null} answer */
function rowOf(one, answer) {
  const found = answer?.networks[one.name];
  const cell = (/** @type {string} */ words, /** @type {string} */ more = '') => el('td', '', el('span', '', words), ...(more ? [el('small', '', more)] : []));
  const most = (/** @type {(typeof FIGURES)[number]} */ figure) => Math.max(...Object.values(answer?.networks ?? {}).map((other) => other[figure]));
  const times = FIGURES.map((figure, k) => {
    const timed = cell(found ? significant(found[figure], 3) : '');
    if (!found) return timed;
    timed.title = t('compare.measured.times', { times: found.times[k] });
    const bar = el('i', 'pg-measured-bar');
    bar.style.width = `${(100 * found[figure]) / most(figure)}%`;
    timed.append(bar);
    return timed;
  });
  const products = found ? (found.multiply_adds?.toLocaleString('en') ?? t('compare.measured.unknown')) : '';
  return el('tr', '', el('th', '', nameOf(one)), cell(one.parameters.toLocaleString('en'), found?.parts.map(({ formula }) => formula).join(' + ')), cell(products), ...times, cell(scoreOf(one)), cell(calibrationOf(one)));
}

/** @param {Answer} answer */
function wordsOf({ threads, networks: measured }) {
  const batch = Object.values(measured)[0]?.batch ?? 0;
  const share = session.trace?.likeness?.share; // the same for all networks of a task
  const said = against(networks(), measured);
  return [
    ...(said ? [el('p', 'pg-measured-claim', `${t('compare.measured.claim')} `, el('b', '', said))] : []),
    ...(share === undefined ? [] : [el('p', '', t('compare.measured.familiar', { share: percent(share) }))]),
    el('p', 'pg-muted', t('compare.measured.how', { threads, batch })),
  ];
}
