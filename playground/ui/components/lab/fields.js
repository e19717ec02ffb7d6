// Fields for the numbers of a kernel.

import { num, typed } from './format.js';

/** @type {WeakMap<HTMLInputElement, number>} */
const numbers = new WeakMap(); // of each field, whatever is being typed into it

/** Up and down go to the field above and below; left and right belong to the text in it. @param {KeyboardEvent} event @param {Element} element @param {number} y @param {number} x @param {number} width */
export function walk(event, element, y, x, width) {
  const to = new Map([['ArrowUp', -width], ['ArrowDown', width], ['Enter', 1]]).get(event.key);
  const next = to && element.children[y * width + x + to];
  if (!(next instanceof HTMLInputElement)) return;
  event.preventDefault();
  next.focus();
  next.select();
}

/** A field whose number is taken while it is typed, as long as it is one. @param {HTMLInputElement} field @param {(value: number) => void} take */
export function numeric(field, take) {
  field.addEventListener('focus', () => field.select());
  field.addEventListener('input', () => {
    const value = typed(field.value);
    field.classList.toggle('wrong', value === null);
    if (value !== null) take(value);
  });
  field.addEventListener('blur', () => {
    field.classList.remove('wrong');
    field.value = num(numbers.get(field) ?? 0);
  });
}

/** @param {HTMLInputElement} field @param {number} value */
export function show(field, value) {
  numbers.set(field, value);
  if (field !== document.activeElement) field.value = num(value);
}
