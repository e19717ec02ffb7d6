// Fields for the numbers of a kernel.

import { num, typed } from './format.js';

/** Up and down go to the field above and below; left and right belong to the text in it. */
export function walk(event, element, y, x, width) {
  const to = { ArrowUp: -width, ArrowDown: width, Enter: 1 }[event.key];
  const next = to && element.children[y * width + x + to];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}

export function numeric(field, take) {
  field.addEventListener('focus', () => field.select());
  field.addEventListener('input', () => {
    const value = typed(field.value);
    field.classList.toggle('wrong', value === null);
    if (value !== null) take(value);
  });
  field.addEventListener('blur', () => {
    field.classList.remove('wrong');
    field.value = num(field.number);
  });
}

export function show(field, value) {
  field.number = value;
  if (field !== document.activeElement) field.value = num(value);
}
