// The pen's way on the pad, step by step in the colours of the gate, state or guess that is selected or pointed at.

import { contextOf } from '../canvas/context.js';
import { onTheme } from '../canvas/theme.js';
import { setHidden } from '../dom/changed.js';
import { find } from '../dom/find.js';
import { onMoment, player } from '../playback/player.js';
import { on, session } from '../run/session.js';
import { quantityName, stageTitle } from '../run/quantity_names.js';
import { labelOf } from '../run/time_axis.js';
import { cssColour, table } from '../stage/colours.js';
import { onOpened, onPointed, onSelection } from '../stage/selecting.js';
import { state } from '../store/store.js';
import { fixed } from '../text/numbers.js';
import { onLanguage, t } from '../text/text.js';
import { meant, shadeOf } from './pen_shade.js';
import { wayOf } from './pen_way.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('./pen_shade.js').Shade} Shade */

const SIZE = 560; // canvas pixels a side

const HTML = '<p></p><div><span></span><canvas width="256" height="1" aria-hidden="true"></canvas><span></span></div>';

/** Over the pad on `paper` the way, and in `legend` what its colours are. @param {HTMLElement} paper @param {HTMLElement} legend */
export function colourPen(paper, legend) {
  const canvas = Object.assign(document.createElement('canvas'), { className: 'pg-pen-way', width: SIZE, height: SIZE, hidden: true });
  const ring = Object.assign(document.createElement('i'), { className: 'pg-pen-step', hidden: true });
  canvas.setAttribute('aria-hidden', 'true');
  const over = Object.assign(document.createElement('div'), { className: 'pg-pen-over' });
  over.append(canvas, ring);
  paper.after(over);
  legend.innerHTML = HTML;
  let painted = ''; // what the way shows
  const show = (/** @type {unknown} */ _ = null, again = false) => {
    const run = readable();
    const target = run && meant(state, run);
    const shade = run && target && shadeOf(run, target);
    moveRing(ring, run, state.pointed?.t ?? (shade || !player.atEnd ? player.moment : null));
    const now = shade ? [shade.stage.key, shade.quantity, shade.what, shade.index].join() : String(Boolean(run));
    if (now === painted && !again) return;
    painted = now;
    canvas.hidden = !shade;
    paper.classList.toggle('coloured', Boolean(shade));
    if (run && shade) paint(canvas, run, shade);
    explain(legend, run, shade);
  };
  const anew = () => show(null, true);
  for (const listen of [onSelection, onPointed, onOpened, onMoment]) listen(show);
  on('end', anew);
  for (const name of /** @type {const} */ (['begin', 'clear', 'interrupt', 'task'])) on(name, anew);
  onTheme(anew);
  onLanguage(anew);
}

/** The run whose steps are the pen's, once all of them are there. @returns {Trace | null} */
function readable() {
  const { trace } = session;
  const isWhole = trace && !trace.preview && trace.milliseconds !== null && session.input;
  return isWhole && trace.encoded?.kind === 'Points' && trace.steps ? trace : null;
}

/** @param {HTMLCanvasElement} canvas @param {Trace} run @param {Shade} shade */
function paint(canvas, run, { scale, of }) {
  const context = contextOf(canvas);
  context.clearRect(0, 0, SIZE, SIZE);
  context.lineCap = 'round';
  context.lineWidth = Math.max(0.02, Math.min(0.1, run.of?.input.width ?? 0)) * SIZE;
  wayOf(run).forEach(([fromX, fromY, x, y], step) => {
    context.strokeStyle = cssColour(scale, of(step));
    context.beginPath();
    context.moveTo(fromX * SIZE - 0.01, fromY * SIZE);
    context.lineTo(x * SIZE, y * SIZE);
    context.stroke();
  });
}

/** @param {HTMLElement} ring @param {Trace | null} run @param {number | null} step */
function moveRing(ring, run, step) {
  const place = run && step !== null ? wayOf(run)[step] : undefined;
  setHidden(ring, !place);
  if (place) ring.style.translate = `calc(${place[2]} * var(--pg-pad) - 50%) calc(${place[3]} * var(--pg-pad) - 50%)`;
}

/** @param {HTMLElement} legend @param {Trace | null} run @param {Shade | null} shade */
function explain(legend, run, shade) {
  const [words, scale] = [find(legend, 'p', HTMLElement), find(legend, 'div', HTMLElement)];
  scale.hidden = !shade;
  words.textContent = run && shade ? wordsOf(run, shade) : run ? t('pad.colours.hint') : '';
  if (!shade) return;
  const { ramp, most } = shade.scale;
  const [least, end] = /** @type {HTMLElement[]} */ ([...scale.querySelectorAll('span')]);
  const limit = shade.scale.most === 1 ? '1' : fixed(most, 2);
  least.textContent = ramp === 'signed' ? `−${limit}` : '0';
  end.textContent = limit;
  const context = contextOf(find(scale, 'canvas', HTMLCanvasElement));
  const image = context.createImageData(256, 1);
  new Uint32Array(image.data.buffer).set(table(ramp));
  context.putImageData(image, 0, 0);
}

/** @param {Trace} run @param {Shade} shade */
function wordsOf(run, { stage, quantity, what, index, units }) {
  const label = what === 'guess' ? labelOf(run.labels[index]) : '';
  return t(`pad.colours.${what}`, { quantity: quantityName(quantity, stage, run), layer: stageTitle(stage, run), unit: index + 1, units, label });
}
