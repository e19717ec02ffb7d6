// Digits that a visitor draws: as the example of the picture, or, each with its label, as the data themselves.

import { contextOf } from '../canvas/context.js';
import { inksNow } from '../canvas/inks.js';
import { onTheme } from '../canvas/theme.js';
import { KeyPen, wirePointer } from '../entries/pen.js';
import { isDot, paintStrokes } from '../entries/strokes.js';
import { onLanguage, t } from '../text/text.js';
import { bench, changeData, onBench, setExample } from './bench.js';
import { button, made, oneOf } from './elements.js';

/** @typedef {import('../entries/strokes.js').Point} Point */
/** @typedef {import('./setup.js').OwnDrawing} OwnDrawing */

const PEN = 0.065;
const PAPER = 280; // canvas pixels a side
const SMALL = 28; // px of a drawing that is kept
const MOST_DRAWINGS = 60;
let digit = '0'; // of the drawing

/** A pad whose drawing the picture shows at once, and the digit that it is to be. */
export function digits() {
  const show = () => setExample(isDrawn(hands) ? { value: { strokes: hands.strokes, width: PEN }, target: digit } : null);
  const { element, hands, side } = pad(show, show);
  side.append(button('train.own.wipe', () => hands.clear()));
  onBench((what) => what === 'example' && !bench.example && hands.strokes.length && hands.wipe()); // other data
  return element;
}

/** The pad of one drawing after another, and those that are there, which the picture can show. */
export function drawings() {
  const update = () => {
    const { drawings: all } = bench.setup.data;
    add.disabled = !isDrawn(hands) || all.length >= MOST_DRAWINGS;
    away.disabled = chosen() < 0;
    kept.replaceChildren(...all.map((drawing, at) => keptDrawing(drawing, at === chosen())));
  };
  const { element, hands, side } = pad(() => update(), () => {});
  const add = button('train.own.keep', () => {
    const drawing = { strokes: hands.strokes, width: PEN, label: digit };
    hands.wipe();
    changeData({ drawings: [...bench.setup.data.drawings, drawing] });
  });
  const away = button('train.own.take_away', () => {
    const at = chosen();
    setExample(null);
    changeData({ drawings: bench.setup.data.drawings.toSpliced(at, 1) });
  });
  const kept = made('div', 'pg-train-kept');
  side.append(add, button('train.own.wipe', () => hands.clear()), away);
  element.append(kept);
  onBench((what) => (what === 'setup' || what === 'example') && update());
  onTheme(update);
  onLanguage(update);
  return element;
}

/** The place of the drawing that the picture shows among those that are kept. */
const chosen = () => bench.setup.data.drawings.findIndex(({ strokes }) => strokes === bench.example?.value.strokes);

/** @param {OwnDrawing} drawing @param {boolean} isChosen */
function keptDrawing({ label, ...value }, isChosen) {
  const element = Object.assign(document.createElement('button'), { type: 'button', title: t('train.own.kept', { digit: label }), onclick: () => setExample(isChosen ? null : { value, target: label }) });
  element.setAttribute('aria-label', element.title);
  element.setAttribute('aria-pressed', String(isChosen));
  const canvas = Object.assign(document.createElement('canvas'), { width: 2 * SMALL, height: 2 * SMALL });
  paintStrokes(contextOf(canvas), value.strokes, value.width, 2 * SMALL, inksNow().ink);
  element.append(canvas, made('span', '', label));
  return element;
}

/** @param {Paper} hands */
const isDrawn = ({ strokes }) => strokes.length > 0 && !isDot(strokes);

/** The pad, beside it the choice of a digit, below it a place for buttons. @param {() => void} drawn a stroke has ended or been taken back @param {() => void} chose another digit */
function pad(drawn, chose) {
  const element = made('div');
  const choices = oneOf([...'0123456789'], () => digit, (name) => ((digit = name), chose()), (name) => name);
  choices.classList.add('digits');
  const paper = Object.assign(document.createElement('canvas'), { width: PAPER, height: PAPER, className: 'pg-train-paper', tabIndex: 0 });
  const side = made('div', 'pg-train-side');
  const hands = new Paper(paper, drawn);
  element.append(paper, choices, side);
  onTheme(() => hands.paint());
  onLanguage(() => {
    choices.setAttribute('aria-label', t('train.own.digit'));
    paper.setAttribute('aria-label', t('train.own.paper'));
  });
  return { element, hands, side };
}

class Paper {
  /** @type {Point[][]} */
  strokes = [];
  /** @type {Point[] | null} */
  #stroke = null;
  /** @type {KeyPen | null} */
  #keys = null;

  /** @param {HTMLCanvasElement} canvas @param {() => void} drawn */
  constructor(canvas, drawn) {
    this.canvas = canvas;
    this.drawn = drawn;
    const end = () => {
      this.#stroke = null;
      drawn();
    };
    const hands = {
      begin: (/** @type {Point} */ point) => this.#begin(point),
      resume: (/** @type {Point} */ point) => this.#begin(point),
      move: (/** @type {Point} */ point) => (this.#stroke ? void this.#stroke.push(point) : this.#begin(point)),
      leave: () => void (this.#stroke = null),
      end,
      drop: () => this.undo(),
      paint: () => this.paint(),
      undo: () => this.undo(),
      clear: () => this.clear(),
    };
    wirePointer(canvas, hands);
    this.#keys = new KeyPen(canvas, hands);
  }

  /** @param {Point} point */
  #begin(point) {
    this.#stroke = [point];
    this.strokes = [...this.strokes, this.#stroke]; // the one before may be shown, or kept
    this.paint();
  }

  undo() {
    this.strokes = this.strokes.slice(0, -1);
    this.#stroke = null;
    this.paint();
    this.drawn();
  }

  clear() {
    this.wipe();
    this.drawn();
  }

  /** Begin anew, and tell nobody. */
  wipe() {
    this.strokes = [];
    this.#stroke = null;
    this.#keys?.lift();
    this.paint();
  }

  paint() {
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, PAPER, PAPER);
    paintStrokes(context, this.strokes, PEN, PAPER, inksNow().ink);
    this.#keys?.paint(context, PAPER, inksNow().ink);
  }
}
