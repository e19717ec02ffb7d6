// Parts of the page that come when they are first needed, each with a module of its own, and are then kept.

import { fill } from '../text/text.js';

/**
 * What `parts` keeps under `key`: {element, ...make(element, task)}, made once. `load` imports the module with `make`;
 * the element, of the class `className`, goes into `place`.
 * @template T
 * @param {Map<string, T & {element: HTMLElement}>} parts
 * @param {string} key
 * @param {{load: () => Promise<{make: (element: HTMLElement, task: string) => T}>, className: string, place: Element, task?: string}} how
 * @returns {Promise<T & {element: HTMLElement}>}
 */
export async function partOf(parts, key, { load, className, place, task = '' }) {
  const known = parts.get(key);
  if (known) return known;
  const module = await load();
  const meanwhile = parts.get(key);
  if (meanwhile) return meanwhile;
  const element = document.createElement('div');
  element.className = className;
  place.append(element);
  const part = { element, ...module.make(element, task) };
  parts.set(key, part);
  fill(element);
  return part;
}
