// A stop of a lesson: what to do, what to ask the class before a button is pressed, what is then to be seen, and what to say
// if it turns out otherwise.

import { t } from '../text/text.js';
import { exercise } from './exercises.js';
import { openState } from './open.js';
import { rich } from './rich.js';

/** @typedef {{minutes: number, ways: Record<string, import('./open.js').State>, exercise: import('./exercises.js').Exercise | null, entry: boolean}} Stop */
/** By lesson and name, in order (playground/story/paths.py). @typedef {Record<string, Record<string, Stop>>} Paths */

/** Lesson and name of a stop in the address; null of a section of the story. @param {string} guide @returns {[string, string] | null} */
export function stopOf(guide) {
  const [path, name] = guide.split('.');
  return name ? [path, name] : null;
}

/** Minutes before a stop and after it, and those of all. @param {Record<string, Stop>} stops @param {string} name @returns {{from: number, to: number, all: number}} */
export function minutesOf(stops, name) {
  const each = Object.values(stops).map(({ minutes }) => minutes);
  const sum = (/** @type {number} */ count) => each.slice(0, count).reduce((total, minutes) => total + minutes, 0);
  const at = Object.keys(stops).indexOf(name);
  return { from: sum(at), to: sum(at + 1), all: sum(each.length) };
}

/** @param {{paths: Paths, values: Record<string, any>, tables: Record<string, any>}} story `values` as they are written @param {[string, string]} place @returns {Node[]} */
export function stop({ paths, values, tables }, [path, name]) {
  const { ways, exercise: asked, minutes } = paths[path][name];
  const words = (/** @type {string} */ key, /** @type {Record<string, any>} */ more = {}) => t(`lessons.${path}.${name}.${key}`, { ...values, ...more });
  const say = (/** @type {string} */ key) => paragraph(words(key));
  const seen = folded('seen', [say('seen')]);
  const buttons = Object.entries(ways).map(([way, state]) => wayTo(words(way), `${path}.${name}.${way}`, () => {
    seen.open = true;
    void openState(state);
  }));
  const { from, all } = minutesOf(paths[path], name);
  const isFirst = from === 0;
  const ask = Object.assign(document.createElement('h3'), { textContent: t('lessons.ask') });
  return [
    Object.assign(document.createElement('p'), { className: 'pg-muted', textContent: t('lessons.minutes', { minutes, from, to: from + minutes, all }) }),
    Object.assign(document.createElement('h2'), { textContent: words('title') }),
    ...(isFirst ? [paragraph(t(`lessons.${path}.lead`), 'pg-muted')] : []),
    say('do'),
    ask,
    asked ? exercise({ name: `${path}.${name}`, words, begin: ways[asked.state], tables }, asked) : say('ask'),
    ...buttons,
    seen,
    folded('otherwise', [say('otherwise')]),
  ];
}

/** @param {string} words @param {string} [className] */
function paragraph(words, className = '') {
  const element = Object.assign(document.createElement('p'), { className });
  element.append(...rich(words));
  return element;
}

/** The class does not read it before it has looked. @param {string} key @param {Node[]} content */
function folded(key, content) {
  const element = document.createElement('details');
  element.dataset.part = key;
  element.append(Object.assign(document.createElement('summary'), { textContent: t(`lessons.${key}`) }), ...content);
  return element;
}

/** A button that leads to a place of the page. @param {string} words @param {string} name @param {() => void} open */
export function wayTo(words, name, open) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-open', textContent: words, onclick: open });
  button.dataset.state = name;
  return button;
}
