// An exercise at the end of a section: the visitor predicts or reaches something, the page measures it on the run.

import { needModule } from '../loading/wanted.js';
import { on, session } from '../run/session.js';
import { moment } from '../run/time_axis.js';
import { player, onMoment } from '../playback/player.js';
import { needExact } from '../run/exact.js';
import { failureText } from '../server/post_json.js';
import { traced } from '../stage/reading.js';
import { state as store } from '../store/store.js';
import { significant } from '../text/numbers.js';
import { labelOf } from '../run/time_axis.js';
import { currentLanguage, filled, t } from '../text/text.js';
import { note } from './answers.js';
import { GOALS, isNumber, MEASURES } from './measures.js';
import { openState, stateOf } from './open.js';
import { rich } from './rich.js';

/** @typedef {{kind: 'choice' | 'number' | 'label' | 'step' | 'goal', state: string, own: boolean, measure: string, options: string[], given: Record<string, any>, words: Record<string, Record<string, string>>}} Exercise */
/** What is said of it: right, wrong, or, with null, that it has to be waited for; what was measured, and what was given, in words. @typedef {(isRight: boolean | null, value?: string, given?: string) => void} Say */

/**
 * What an exercise stands in: its name, its words by their key (ask, told), where it begins, the story's tables.
 * @typedef {{name: string, words: (key: string, values?: Record<string, any>) => string, begin: import('./open.js').State, tables: Record<string, any>}} Place
 */

let asking = new AbortController(); // of what is waited for

/** @param {Place} place @param {Exercise} exercise */
export function exercise(place, exercise) {
  const element = document.createElement('section');
  element.className = 'pg-exercise';
  element.dataset.exercise = place.name;
  const question = document.createElement('p');
  question.append(...rich(place.words('ask')));
  const told = document.createElement('p');
  told.setAttribute('role', 'status');
  /** @type {Say} */
  const say = (isRight, value = '', given = '') => {
    told.className = isRight === null ? 'waiting' : isRight ? 'right' : 'wrong';
    told.textContent = isRight === null ? t('story.waiting') : [t(isRight ? 'story.right' : 'story.wrong'), place.words('told', { value })].filter(Boolean).join(' ');
    if (isRight !== null) note(place.name, { ask: question.textContent ?? '', given, told: place.words('told', { value }), right: isRight });
  };
  const fail = (/** @type {unknown} */ error) => {
    told.className = '';
    told.textContent = failureText(error);
  };
  const show = () => openState(place.begin);
  element.append(question, exercise.kind === 'goal' ? goal(place, exercise, show, say) : prediction(place, exercise, show, say, fail), told);
  return element;
}

/** One of a set: it begins at an address, and has its words with it. @param {string} name @param {Exercise} one @param {Record<string, any>} tables */
export function ofSet(name, one, tables) {
  const words = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) => filled(one.words[key][currentLanguage()], values);
  return exercise({ name, words, begin: stateOf(one.state, one.own), tables }, one);
}

/** @param {Place} place */
const seen = ({ tables }) => {
  const { trace, original, changes } = session;
  const selected = trace && store.selection ? traced(trace, store.selection) : undefined;
  return trace && !trace.preview && trace.milliseconds !== null ? { trace, original, changes, moment: player.moment, tables, selected } : null;
};

/** A way to the beginning, and a look at each answer whether the goal is reached. @param {Place} place @param {Exercise} exercise @param {() => Promise<boolean>} show @param {Say} say */
function goal(place, { measure, given }, show, say) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: t('story.begin') });
  const look = () => {
    if (!button.isConnected) {
      off();
      return;
    }
    const now = seen(place);
    if (now && GOALS[measure](now, given)) say(true, '', t('report.reached'));
  };
  const off = on('end', look);
  button.onclick = () => void show();
  return button;
}

/** What the visitor says before the page looks. @param {Place} place @param {Exercise} exercise @param {() => Promise<boolean>} show @param {Say} say @param {(error: unknown) => void} fail */
function prediction(place, exercise, show, say, fail) {
  const element = document.createElement('div');
  element.className = 'pg-prediction-of';
  const check = (/** @type {string} */ said) => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    judge(said, signal).catch((error) => signal.aborted || fail(error));
  };
  const judge = async (/** @type {string} */ said, /** @type {AbortSignal} */ signal) => {
    if (exercise.kind !== 'step' && !(await show())) return; // the run that is measured
    if (exercise.kind === 'number' && !(await hasAllDigits(() => say(null), signal))) return;
    const found = await measured(place, exercise, () => say(null), signal);
    if (found === undefined || signal.aborted) return;
    const isRight = typeof found === 'number' ? (exercise.kind === 'step' ? Number(said) === found : isNumber(said, found)) : said === found;
    say(isRight, written(exercise, found), exercise.kind === 'number' ? said : written(exercise, said));
  };
  if (exercise.kind === 'choice' || exercise.kind === 'label') {
    element.append(...choices(exercise, place.begin.task, check));
    return element;
  }
  if (exercise.kind === 'step') return step(element, show, check);
  const field = Object.assign(document.createElement('input'), { type: 'text', inputMode: 'decimal', autocomplete: 'off' });
  field.setAttribute('aria-label', t('story.number'));
  field.onkeydown = ({ key }) => key === 'Enter' && check(field.value);
  element.append(field, Object.assign(document.createElement('button'), { type: 'button', textContent: t('story.check'), onclick: () => check(field.value) }));
  return element;
}

/** Whether what is measured of the run will have all its digits; that it has to be waited for is said. @param {() => void} wait @param {AbortSignal} signal */
async function hasAllDigits(wait, signal) {
  const { trace } = session;
  if (!trace) return false;
  return (await needExact(trace, { signal, told: (standing) => standing && wait() })) && session.trace === trace;
}

/** What the page measures: read off the run, or what has to be waited for, which is then said. @param {Place} place @param {Exercise} exercise @param {() => void} wait @param {AbortSignal} signal */
async function measured(place, { measure, given }, wait, signal) {
  const now = seen(place);
  if (MEASURES[measure]) return now ? MEASURES[measure](now, given) : undefined;
  wait();
  const { AWAITED } = await needModule(() => import('./awaited.js'));
  return await AWAITED[measure](signal);
}

/** A button for each answer; the one that was given stays pressed. @param {Exercise} exercise @param {string} task @param {(said: string) => void} check */
function choices({ kind, options }, task, check) {
  const buttons = options.map((name) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: kind === 'choice' ? t(`story.choices.${name}`) : labelOf(name, task) });
    button.dataset.option = name;
    button.onclick = () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      check(name);
    };
    return button;
  });
  return buttons;
}

/** The step where the cursor of the picture stands. @param {HTMLElement} element @param {() => Promise<boolean>} show @param {(said: string) => void} check */
function step(element, show, check) {
  const begin = Object.assign(document.createElement('button'), { type: 'button', textContent: t('story.begin'), onclick: () => void show() });
  const take = Object.assign(document.createElement('button'), { type: 'button', onclick: () => check(String(player.moment)) });
  const name = () => {
    if (!take.isConnected && take.textContent) off();
    take.textContent = session.trace?.recurrent ? t('story.take', { moment: moment(session.trace, player.moment) }) : t('story.check');
    take.disabled = !session.trace?.recurrent;
  };
  const off = onMoment(name);
  name();
  element.append(begin, take);
  return element;
}

/** What was measured, in words. @param {Exercise} exercise @param {string | number} found */
function written({ kind }, found) {
  if (kind === 'step' && session.trace) return moment(session.trace, Number(found));
  if (typeof found === 'number') return Number.isInteger(found) ? found.toLocaleString('en') : significant(found, 4);
  return kind === 'label' ? labelOf(found, session.task ?? '') : t(`story.choices.${found}`);
}
