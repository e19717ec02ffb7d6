// The six sliders that move the digit; each change is asked of the server as fast as that answers.
// @ts-nocheck: untyped until the next issue replaces it

import { change, on, session } from '../run/session.js';
import { fill, t } from '../text/text.js';

// Where a move leaves the picture as it is, the steps of its slider, and the curve of the file that says its ends.
const MOVES = {
  right: { rest: 0, step: 0.5, curve: 'across' },
  down: { rest: 0, step: 0.5, curve: 'down' },
  turn: { rest: 0, step: 1, curve: 'turn' },
  size: { rest: 1, step: 0.05, curve: 'size' },
  thicker: { rest: 0, step: 0.25, curve: 'thicker' },
  noise: { rest: 0, step: 0.02, curve: 'noise' },
};
const BOTH_WAYS = ['right', 'down']; // of these the file has the size only
const PATIENCE = 400; // milliseconds that an answer may take before the next question goes out all the same
const BREATH = 60; // milliseconds between two questions at the least: the network below is drawn anew for each

/** What is moved, without what is as it was: {right: 3}. */
export const currentMove = () => {
  const entries = Object.entries(session.changes?.move ?? {});
  return Object.fromEntries(entries.filter(([name, value]) => name in MOVES && value !== MOVES[name].rest));
};

/** Fill `element` with the sliders; `touched(curve)` is told which curve the slider that is moved belongs to. */
export function moveSliders(element, { curves }, touched) {
  const send = sender();
  let move = currentMove();
  const rows = Object.entries(MOVES).map(([name, { rest, step, curve }]) => {
    const { amounts } = curves[curve];
    const most = amounts.at(-1);
    const range = { min: BOTH_WAYS.includes(name) ? -most : amounts[0], max: most, step };
    return row(name, rest, range, (value) => {
      move = { ...move, [name]: value };
      if (value === rest) delete move[name];
      show();
      touched(BOTH_WAYS.includes(name) && BOTH_WAYS.every((way) => move[way]) ? 'shift' : curve);
      send(move);
    });
  });
  const back = document.createElement('button');
  back.type = 'button';
  back.dataset.text = 'sharing.back';
  back.onclick = () => {
    move = {};
    show();
    send(move);
  };
  const show = () => {
    for (const { name, rest, set } of rows) set(move[name] ?? rest);
    back.disabled = !Object.keys(move).length;
  };
  element.append(...rows.map((r) => r.element), back);
  fill(element);
  show();
  on('changes', () => {
    if (same(currentMove(), send.last)) return; // it is what was sent, and the hand may be further by now
    send.drop();
    move = currentMove();
    show();
  });
}

const same = (a, b) => b && JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** One question at a time, and then the latest: a hand moves faster than answers come. */
function sender() {
  let wanted = null;
  let busy = false;
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const send = async (move) => {
    wanted = move;
    if (busy) return;
    busy = true;
    while (wanted) {
      send.last = wanted;
      wanted = null;
      const answer = change({ move: Object.keys(send.last).length ? send.last : null });
      await Promise.race([Promise.all([answer, wait(BREATH)]), wait(PATIENCE)]);
    }
    send.last = null;
    busy = false;
  };
  return Object.assign(send, { last: null, drop: () => (wanted = null) });
}

/** {element, name, rest, set(value)}: a slider, the number, which can be typed, too, and the way back. */
function row(name, rest, { min, max, step }, changed) {
  const element = document.createElement('div');
  element.className = 'pg-move';
  element.dataset.move = name;
  element.innerHTML = `<span data-text="sharing.moves.${name}.name"></span>
    <input type="range" data-label="sharing.moves.${name}.name">
    <input type="number" data-label="sharing.moves.${name}.name">
    <small data-text="sharing.moves.${name}.unit"></small>
    <button type="button" class="pg-icon" data-label="sharing.reset"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 4v4.5h4.5M4.6 8.3A6.2 6.2 0 1 1 4 12"/></svg></button>`;
  const [, slider, field, , button] = element.children;
  for (const input of [slider, field]) Object.assign(input, { min, max, step });
  field.step = 'any';
  slider.addEventListener('input', () => changed(slider.valueAsNumber));
  field.addEventListener('input', () => {
    const value = field.valueAsNumber;
    if (value >= min && value <= max) changed(value); // not while it is being typed
  });
  field.addEventListener('change', () => (field.value = shown));
  button.onclick = () => changed(rest);
  let shown = rest;
  const set = (value) => {
    shown = slider.value = value;
    if (document.activeElement !== field || field.valueAsNumber !== value) field.value = value;
    button.disabled = value === rest;
    element.classList.toggle('moved', value !== rest);
  };
  return { element, name, rest, set };
}

/** In words, in the language of the page: "3 pixels right, 10° clockwise". */
export const inWords = (move) =>
  Object.entries(move)
    .map(([name, value]) => t(`sharing.moves.${name}.${value < MOVES[name].rest ? 'less' : 'more'}`, { value: name === 'size' ? value : Math.abs(value) }))
    .join(t('sharing.comma'));

/** The curve that a move belongs to: of the first of its kinds. */
export function curveOf(move) {
  if (BOTH_WAYS.every((way) => move[way])) return 'shift';
  const [name] = Object.keys(move);
  return name ? MOVES[name].curve : 'shift';
}

/** Whether a move is of other kinds, too, than a curve. */
export const isMore = (curve, move) => Object.keys(move).some((name) => MOVES[name].curve !== curve && !(curve === 'shift' && BOTH_WAYS.includes(name)));

/** How far a move goes along a curve. */
export function amountOf(curve, { right = 0, down = 0, ...others }) {
  if (curve === 'shift') return Math.hypot(right, down);
  if (curve === 'across') return Math.abs(right);
  if (curve === 'down') return Math.abs(down);
  return others[curve] ?? MOVES[curve].rest;
}
