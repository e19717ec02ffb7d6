// Whole numbers that are stated beside a series: how far to go on, how many to keep back, how long a season is.

import { find } from '../dom/find.js';

/** @typedef {{element: HTMLElement, value: number | null, limit: number, hint: string}} Amount `hint` stands in the field while it is empty */

/**
 * A field for a whole number from `least` to `most`, or empty where that may be.
 * @param {{name: string, least?: number, most?: number, after?: string, empty?: boolean, changed: () => void}} how
 * @returns {Amount}
 */
export function amount({ name, least = 0, most = 500, after = '', empty = false, changed }) {
  const element = document.createElement('label');
  element.innerHTML = `<span data-text="entry.numbers.${name}"></span><input type="number" min="${least}" max="${most}" data-${name.replace('_', '-')}>${after && `<span data-text="entry.numbers.${after}"></span>`}`;
  const field = find(element, 'input', HTMLInputElement);
  /** @type {number | null} */
  let value = empty ? null : least;
  let limit = most;
  const within = (/** @type {number} */ next) => Math.max(least, Math.min(limit, next));
  field.addEventListener('input', () => {
    const next = field.value === '' && empty ? null : field.valueAsNumber;
    if (next !== null && !Number.isInteger(next)) return; // while it is being typed
    value = next === null ? null : within(next);
    changed();
  });
  field.addEventListener('change', () => (field.value = String(value ?? '')));
  return {
    element,
    get value() {
      return value;
    },
    set value(next) {
      value = next;
      field.value = String(next ?? '');
    },
    get limit() {
      return limit;
    },
    set limit(next) {
      limit = Math.max(least, Math.min(most, next));
      field.max = String(limit);
    },
    get hint() {
      return field.placeholder;
    },
    set hint(words) {
      field.placeholder = words;
    },
  };
}
