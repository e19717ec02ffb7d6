// The six sliders that move the digit: while a hand drags one the network answers coarsely, and exactly when it rests.

import { find } from '../dom/find.js';
import { endPreviews, tryChange } from '../run/previews.js';
import { change, interrupt, on } from '../run/session.js';
import { fill } from '../text/text.js';
import { BOTH_WAYS, currentMove, MOVES } from './moves.js';

/** @typedef {import('./moves.js').Move} Move */
/** @typedef {{element: HTMLElement, name: string, rest: number, set: (value: number) => void}} Row */

const RESET = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 4v4.5h4.5M4.6 8.3A6.2 6.2 0 1 1 4 12"/></svg>';

/** @param {Move} move */
const asked = (move) => ({ move: Object.keys(move).length ? move : null });

/**
 * Fill `element` with the sliders; `touched(curve)` is told which curve the slider that is moved belongs to.
 * @param {HTMLElement} element
 * @param {import('./moves.js').Measured} measured
 * @param {(curve: string) => void} touched
 * @param {AbortSignal} signal
 */
export function moveSliders(element, { curves }, touched, signal) {
  /** @type {Move} */
  let move = currentMove();
  const put = (/** @type {string} */ name, /** @type {number} */ value, /** @type {boolean} */ isDone) => {
    const { rest, curve } = MOVES[name];
    const { [name]: _, ...others } = move;
    move = value === rest ? others : { ...move, [name]: value };
    show();
    touched(BOTH_WAYS.includes(name) && BOTH_WAYS.every((way) => move[way]) ? 'shift' : curve);
    if (isDone) endPreviews();
    void (isDone ? change(asked(move)) : tryChange(asked(move)));
  };
  const rows = Object.entries(MOVES).map(([name, { step, curve }]) => {
    const { amounts } = curves[curve];
    const most = amounts[amounts.length - 1];
    return row(name, { min: BOTH_WAYS.includes(name) ? -most : amounts[0], max: most, step }, (value, isDone) => put(name, value, isDone));
  });
  const back = Object.assign(document.createElement('button'), { type: 'button' });
  back.dataset.text = 'sharing.back';
  back.onclick = () => {
    move = {};
    show();
    endPreviews();
    void change(asked(move));
  };
  const show = () => {
    for (const { name, rest, set } of rows) set(move[name] ?? rest);
    back.disabled = !Object.keys(move).length;
  };
  element.append(...rows.map((one) => one.element), back);
  fill(element);
  show();
  on('changes', () => {
    move = currentMove(); // what was put here, or elsewhere on the page
    show();
  }, { signal });
}

/** A slider, the number, which can be typed, too, and the way back. @param {string} name @param {{min: number, max: number, step: number}} range @param {(value: number, isDone: boolean) => void} changed @returns {Row} */
function row(name, { min, max, step }, changed) {
  const { rest } = MOVES[name];
  const element = document.createElement('div');
  element.className = 'pg-move';
  element.dataset.move = name;
  element.innerHTML = `<span data-text="sharing.moves.${name}.name"></span>
    <input type="range" data-label="sharing.moves.${name}.name">
    <input type="number" data-label="sharing.moves.${name}.name">
    <small data-text="sharing.moves.${name}.unit"></small>
    <button type="button" data-label="sharing.reset">${RESET}</button>`;
  const [slider, field] = ['range', 'number'].map((type) => find(element, `[type=${type}]`, HTMLInputElement));
  const button = find(element, 'button', HTMLButtonElement);
  for (const input of [slider, field]) Object.assign(input, { min, max, step });
  field.step = 'any';
  slider.addEventListener('pointerdown', () => interrupt());
  slider.addEventListener('input', () => changed(slider.valueAsNumber, false));
  slider.addEventListener('change', () => changed(slider.valueAsNumber, true));
  field.addEventListener('input', () => {
    const value = field.valueAsNumber;
    if (value >= min && value <= max) changed(value, true); // not while it is being typed
  });
  let shown = rest;
  field.addEventListener('change', () => (field.value = String(shown)));
  button.onclick = () => changed(rest, true);
  const set = (/** @type {number} */ value) => {
    shown = value;
    slider.value = String(value);
    if (document.activeElement !== field || field.valueAsNumber !== value) field.value = String(value);
    button.disabled = value === rest;
  };
  return { element, name, rest, set };
}
