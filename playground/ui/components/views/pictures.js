// The four pictures on the way from the pad to the pixels that a network reads.
// @ts-nocheck: untyped until the next issue replaces it

import { paint } from '../canvas/paint.js';
import { session } from '../run/session.js';
import { fill, onLanguage, t } from '../text/text.js';

const PICTURES = ['ink', 'cropped', 'scaled', 'centred'];
const HTML = `
<h2 id="pg-saw-title" data-text="answer.saw"></h2>
<div class="pg-saw-view"><canvas class="pg-pixels"></canvas><p></p></div>
<div class="pg-saw-tabs" role="group" aria-labelledby="pg-saw-title"></div>`;

export function make(element) {
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  let chosen = 'centred';
  const draw = () => {
    for (const name of PICTURES) {
      const button = find(`[data-picture=${name}]`);
      button.setAttribute('aria-pressed', name === chosen);
      paint(button.firstChild, pictureCells(name));
    }
    paint(find('.pg-saw-view canvas'), pictureCells(chosen));
    const { move, order } = session.trace?.of?.changes ?? {};
    find('.pg-saw-view p').textContent = t(chosen === 'centred' && (move || order) ? 'tries.rearranged' : `answer.notes.${chosen}`);
  };
  const choose = (name) => {
    chosen = name;
    draw();
  };
  find('.pg-saw-tabs').append(...PICTURES.map((name) => tab(name, choose)));
  onLanguage(() => fill(element));
  return { draw, stage: (kind) => kind === 'Input' && draw() };
}

function tab(name, choose) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.picture = name;
  button.innerHTML = '<canvas class="pg-pixels" aria-hidden="true"></canvas><span></span>';
  button.lastChild.dataset.text = `answer.pictures.${name}`;
  button.onclick = () => choose(name);
  return button;
}

function pictureCells(name) {
  const trace = session.trace?.encoded?.kind === 'Pictures' && session.trace.stages.has('Input') ? session.trace : null;
  const { values, shape } = trace
    ? (trace.encoded.arrays[name] ?? trace.input)
    : { values: new Float32Array(784), shape: [1, 28, 28] };
  const [height, width] = shape.slice(-2);
  const describe = (x, y) => t('where.pixel', { row: y + 1, column: x + 1 });
  return { values, width, height, index: (x, y) => y * width + x, scale: 'ink', most: 1, describe };
}
