// The line that leads from the guess after the last step to the answer.

import { inPage } from '../../dom/zoom.js';
import { ranked } from '../forms/guess.js';

/** @typedef {import('../layout/timed.js').Axis} Axis */
/** @typedef {import('../stage.js').Stage} Stage */

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** None of a network of both directions: it is read out where each of them ends, which is at no single step. @param {HTMLElement} place @param {Axis} axis @param {Stage} stage */
export function drawWayOut(place, axis, stage) {
  const { run } = stage;
  const view = stage.view('StepOutput', 'probabilities');
  const block = /** @type {any} */ (view?.block);
  if (!run || !axis.guess || !block || run.milliseconds === null || run.bidirectional || axis.from + axis.count < run.steps) return;
  const [best] = ranked(run, 'StepOutput');
  const tall = axis.guess.rows ? block.cell : (block.height - block.letters) / block.lines;
  const from = { x: axis.x + axis.width + 3, y: block.y + (axis.guess.rows ? 0.5 : best + 0.5) * tall };
  const to = { x: stage.element.clientWidth - 2, y: rowInAnswer(stage, best) };
  if (to.y === null || to.x - from.x < 16) return;
  const svg = document.createElementNS(NAMESPACE, 'svg');
  svg.setAttribute('class', 'pg-way-out');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(NAMESPACE, 'path');
  const bend = Math.max(14, (to.x - from.x) * 0.6);
  path.setAttribute('d', `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`);
  svg.append(path);
  place.append(svg);
}

/** Where a class stands in the answer, from the top of the stage; null where it is not in sight. @param {Stage} stage @param {number} of */
function rowInAnswer(stage, of) {
  const row = document.querySelector(`.pg-answer [data-class="${of}"]`) ?? document.querySelector('.pg-answer .pg-bar.chosen');
  const box = row?.getBoundingClientRect();
  if (!box?.height) return null;
  const y = inPage(box.top + box.height / 2 - stage.element.getBoundingClientRect().top);
  return y > 0 && y < stage.element.clientHeight ? y : null;
}
