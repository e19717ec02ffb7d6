// Parts of the page that come when they are first needed, each with a module of its own, and are then kept.

import { fill } from './text.js';

/**
 * What `parts`, a Map, keeps under `key`: {element, ...make(element, task)}, made once. `load` imports the module with
 * `make`; the element, of the class `className`, goes into `place`.
 */
export async function partOf(parts, key, { load, className, place, task }) {
  if (!parts.has(key)) {
    const module = await load();
    if (!parts.has(key)) {
      const element = document.createElement('div');
      element.className = className;
      place.append(element);
      parts.set(key, { element, ...module.make(element, task) });
      fill(element);
    }
  }
  return parts.get(key);
}
