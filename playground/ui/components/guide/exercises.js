// An exercise at the end of a section: the visitor predicts or reaches something, the page measures it on the run.

import { on, session } from '../run/session.js';
import { moment } from '../run/time_axis.js';
import { player, onMoment } from '../playback/player.js';
import { makeExact } from '../run/exact.js';
import { traced } from '../stage/reading.js';
import { state as store } from '../store/store.js';
import { significant } from '../text/numbers.js';
import { labelOf } from '../run/time_axis.js';
import { t } from '../text/text.js';
import { GOALS, isNumber, MEASURES } from './measures.js';
import { openState } from './open.js';
import { rich } from './rich.js';

/** @typedef {{kind: 'choice' | 'number' | 'label' | 'step' | 'goal', state: string, measure: string, options: string[], given: Record<string, any>}} Exercise */
/** @typedef {import('./sections.js').Story} Story */
/** What was said of it: right, wrong, or nothing yet. @typedef {(isRight: boolean, value?: string) => void} Say */

/** @param {Story} story @param {string} section @param {Exercise} exercise */
export function exercise(story, section, exercise) {
  const element = document.createElement('section');
  element.className = 'pg-exercise';
  element.dataset.exercise = section;
  const title = Object.assign(document.createElement('h3'), { textContent: t('story.try') });
  const question = document.createElement('p');
  question.append(...rich(t(`story.tries.${section}.ask`)));
  const told = document.createElement('p');
  told.setAttribute('role', 'status');
  /** @type {Say} */
  const say = (isRight, value = '') => {
    told.className = isRight ? 'right' : 'wrong';
    told.textContent = [t(isRight ? 'story.right' : 'story.wrong'), t(`story.tries.${section}.told`, { value })].filter(Boolean).join(' ');
  };
  const show = () => openState(story.states[exercise.state]);
  element.append(title, question, exercise.kind === 'goal' ? goal(story, exercise, show, say) : prediction(story, exercise, show, say), told);
  return element;
}

/** @param {Story} story */
const seen = (story) => {
  const { trace, original, changes } = session;
  const selected = trace && store.selection ? traced(trace, store.selection) : undefined;
  return trace && !trace.preview && trace.milliseconds !== null ? { trace, original, changes, moment: player.moment, tables: story.tables, selected } : null;
};

/** A way to the beginning, and a look at each answer whether the goal is reached. @param {Story} story @param {Exercise} exercise @param {() => Promise<boolean>} show @param {Say} say */
function goal(story, { measure, given }, show, say) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: t('story.begin') });
  const look = () => {
    if (!button.isConnected) {
      off();
      return;
    }
    const now = seen(story);
    if (now && GOALS[measure](now, given)) say(true);
  };
  const off = on('end', look);
  button.onclick = () => void show();
  return button;
}

/** What the visitor says before the page looks. @param {Story} story @param {Exercise} exercise @param {() => Promise<boolean>} show @param {Say} say */
function prediction(story, exercise, show, say) {
  const place = document.createElement('div');
  place.className = 'pg-prediction-of';
  const check = async (/** @type {string} */ said) => {
    if (exercise.kind !== 'step' && !(await show())) return; // the run that is measured
    if (exercise.measure === 'one_minus' && session.trace) await makeExact(session.trace);
    const now = seen(story);
    const found = now ? MEASURES[exercise.measure](now, exercise.given) : undefined;
    if (found === undefined || !now) return;
    const isRight = typeof found === 'number' ? (exercise.kind === 'step' ? Number(said) === found : isNumber(said, found)) : said === found;
    say(isRight, written(exercise, found));
  };
  if (exercise.kind === 'choice' || exercise.kind === 'label') {
    const options = exercise.kind === 'choice' ? exercise.options : (session.trace?.labels ?? Array.from({ length: 10 }, (_, k) => String(k)));
    const words = (/** @type {string} */ name) => (exercise.kind === 'choice' ? t(`story.choices.${name}`) : labelOf(name));
    place.append(...options.map((name) => Object.assign(document.createElement('button'), { type: 'button', textContent: words(name), onclick: () => check(name) })));
    for (const [k, button] of [...place.children].entries()) /** @type {HTMLElement} */ (button).dataset.option = options[k];
    return place;
  }
  if (exercise.kind === 'step') return step(place, show, check);
  const field = Object.assign(document.createElement('input'), { type: 'text', inputMode: 'decimal', autocomplete: 'off' });
  field.setAttribute('aria-label', t('story.number'));
  field.onkeydown = ({ key }) => key === 'Enter' && check(field.value);
  place.append(field, Object.assign(document.createElement('button'), { type: 'button', textContent: t('story.check'), onclick: () => check(field.value) }));
  return place;
}

/** The step where the cursor of the picture stands. @param {HTMLElement} place @param {() => Promise<boolean>} show @param {(said: string) => void} check */
function step(place, show, check) {
  const begin = Object.assign(document.createElement('button'), { type: 'button', textContent: t('story.begin'), onclick: () => void show() });
  const take = Object.assign(document.createElement('button'), { type: 'button', onclick: () => check(String(player.moment)) });
  const name = () => {
    if (!take.isConnected && take.textContent) off();
    take.textContent = session.trace?.recurrent ? t('story.take', { moment: moment(session.trace, player.moment) }) : t('story.check');
    take.disabled = !session.trace?.recurrent;
  };
  const off = onMoment(name);
  name();
  place.append(begin, take);
  return place;
}

/** What was measured, in words. @param {Exercise} exercise @param {string | number} found */
function written({ kind, measure }, found) {
  if (kind === 'step' && session.trace) return moment(session.trace, Number(found));
  if (typeof found === 'number') return Number.isInteger(found) ? found.toLocaleString('en') : significant(found, 4);
  return measure === 'second' ? labelOf(found) : t(`story.choices.${found}`);
}
