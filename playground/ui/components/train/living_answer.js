// What the network answers to the example of the picture: a bar for each class, where there is room beside the logits; which input it is.

import { setHidden, setText } from '../dom/changed.js';
import { percent } from '../answer/percent.js';
import { labelOf } from '../run/time_axis.js';
import { argmax } from '../run/largest.js';
import { contextOf } from '../canvas/context.js';
import { placeOf, table } from '../stage/colours.js';
import { made } from './elements.js';

/** @typedef {import('./living.js').Living} Living */

const LEAST = 15; // px from bar to bar
const SHORT = 2; // letters of a class that has its bar beside it
const BEST = 5; // classes that are named where not all have room

/** What is returned brings it up to date. @param {HTMLElement} element @returns {(living: Living) => void} */
export function showAnswer(element) {
  const list = made('ol', 'pg-train-answer');
  const given = Object.assign(document.createElement('canvas'), { className: 'pg-train-given', hidden: true });
  element.append(list, given);
  return (living) => {
    const { run } = living;
    paintGiven(given, run);
    const probabilities = run?.probabilities ?? null;
    setHidden(list, !run || !probabilities);
    if (!run || !probabilities) return;
    list.classList.toggle('long', run.labels.some((label) => label.length > SHORT));
    const best = argmax(probabilities);
    const places = placesOf(living, probabilities);
    while (list.children.length > places.length) list.lastElementChild?.remove();
    while (list.children.length < places.length) list.append(row());
    places.forEach(({ of, y }, k) => {
      const item = /** @type {HTMLElement} */ (list.children[k]);
      const [name, bar, share] = /** @type {HTMLElement[]} */ ([...item.children]);
      item.classList.toggle('best', of === best);
      item.style.top = `${y}px`;
      setText(name, labelOf(run.labels[of], run.task));
      bar.style.setProperty('--share', String(probabilities[of]));
      setText(share, percent(probabilities[of]));
    });
  };
}

/** The picture that a network reads in steps, which the lanes do not show. @param {HTMLCanvasElement} canvas @param {import('../run/trace.js').Trace | null} run */
function paintGiven(canvas, run) {
  const input = run?.recurrent ? run.get('Input')?.arrays.values : undefined;
  const [channels, rows, columns] = input?.shape ?? [];
  setHidden(canvas, !input || channels !== 1 || !columns);
  if (!input || canvas.hidden) return;
  [canvas.width, canvas.height] = [columns, rows];
  const colours = table('ink');
  const pixels = Uint32Array.from(input.values, (value) => colours[placeOf({ ramp: 'ink', most: input.scale || 1 }, value)]);
  contextOf(canvas).putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), columns, rows), 0, 0);
}

function row() {
  const item = made('li');
  item.append(made('b'), made('i'), made('span'));
  return item;
}

/** Each class at the height of its logit, where that is drawn and has room; else the best from the top. @param {Living} living @param {number[]} probabilities */
function placesOf(living, probabilities) {
  const block = living.layout?.blocks.findLast(({ key }) => key === 'Output');
  const ys = probabilities.map((_, of) => {
    const box = block && living.boxOf('Output', [of], { quantity: block.quantity });
    return box ? box.y + box.height / 2 : null;
  });
  const isRoomy = ys.every((y, k) => y !== null && (k === 0 || Math.abs(y - (ys[k - 1] ?? 0)) >= LEAST));
  if (isRoomy) return ys.map((y, of) => ({ of, y: Number(y) - 8 }));
  const order = probabilities.map((_, of) => of).sort((a, b) => probabilities[b] - probabilities[a]);
  return order.slice(0, BEST).map((of, k) => ({ of, y: 60 + 22 * k }));
}
