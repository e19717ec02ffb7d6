// The visitor's own data: the class of the next point, drawings with their digit, the values of a series.

import { contextOf } from '../canvas/context.js';
import { inksNow } from '../canvas/inks.js';
import { onTheme } from '../canvas/theme.js';
import { setText } from '../dom/changed.js';
import { KeyPen, wirePointer } from '../entries/pen.js';
import { isDot, paintStrokes } from '../entries/strokes.js';
import { onLanguage, t } from '../text/text.js';
import { bench, changeData, onBench } from './bench.js';
import { button, made } from './elements.js';
import { SERIES } from './setup.js';

/** @typedef {import('../entries/strokes.js').Point} Point */
/** @typedef {import('./setup.js').OwnDrawing} OwnDrawing */

const PEN = 0.065;
const PAPER = 280; // canvas pixels a side
const SMALL = 28; // px of a drawing that is kept
const MOST_DRAWINGS = 60;
const MOST_VALUES = 400;
const LEAST_VALUES = 34; // as many as its three parts need
/** The class of the next point, and the digit of the next drawing. */
export const next = { point: 0, digit: '0' };

/** @param {HTMLElement} element */
export function showOwn(element) {
  const makes = /** @type {Record<string, () => HTMLElement>} */ ({ points, drawings, series });
  /** @type {Record<string, HTMLElement>} */
  const known = {};
  const update = () => {
    const { kind } = bench.setup.data;
    if (makes[kind] && !known[kind]) element.append((known[kind] = makes[kind]()));
    for (const [name, part] of Object.entries(known)) part.hidden = name !== kind;
  };
  onBench((what) => what === 'setup' && update());
  update();
}

/** Buttons of which one is pressed. @param {string[]} names @param {() => string} now @param {(name: string) => void} choose @param {(name: string) => string} words */
function oneOf(names, now, choose, words) {
  const group = made('div', 'pg-train-oneof');
  group.setAttribute('role', 'group');
  for (const name of names) {
    const element = Object.assign(document.createElement('button'), { type: 'button', textContent: words(name) });
    element.dataset.name = name;
    element.onclick = () => {
      choose(name);
      press();
    };
    group.append(element);
  }
  const press = () => group.querySelectorAll('button').forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.name === now())));
  press();
  return group;
}

function points() {
  const element = made('div');
  const classes = oneOf(['0', '1', '2', '3'], () => String(next.point), (name) => (next.point = Number(name)), (name) => 'ABCD'[Number(name)]);
  classes.classList.add('classes');
  const hint = made('p', 'pg-muted');
  const undo = button('train.own.undo', () => changeData({ points: bench.setup.data.points.slice(0, -1) }));
  const clear = button('train.own.clear', () => changeData({ points: [] }));
  element.append(classes, hint, undo, clear);
  onLanguage(() => {
    classes.setAttribute('aria-label', t('train.own.class'));
    setText(hint, t('train.own.points'));
  });
  return element;
}

function series() {
  const element = made('div');
  const field = Object.assign(document.createElement('textarea'), { rows: 4 });
  field.dataset.field = 'values';
  const message = made('p', 'pg-muted');
  const write = () => {
    const { values } = bench.setup.data;
    if (document.activeElement !== field) field.value = values.join(' ');
    setText(message, t(values === SERIES ? 'train.own.example' : 'train.own.values', { count: values.length }));
  };
  field.onchange = () => {
    const values = field.value.split(/[\s,;]+/).filter(Boolean).map(Number);
    const isGood = !values.length || (values.length >= LEAST_VALUES && values.length <= MOST_VALUES && values.every(Number.isFinite));
    if (isGood) changeData({ values: values.length ? values : SERIES });
    else setText(message, t('train.own.bad_values', { least: LEAST_VALUES, most: MOST_VALUES }));
  };
  element.append(field, message);
  onBench((what) => what === 'setup' && write());
  onLanguage(() => {
    field.setAttribute('aria-label', t('train.own.series'));
    write();
  });
  return element;
}

/** The pad of one digit after another, and those that are there. */
function drawings() {
  const element = made('div');
  const digits = oneOf([...'0123456789'], () => next.digit, (name) => (next.digit = name), (name) => name);
  digits.classList.add('digits');
  const paper = Object.assign(document.createElement('canvas'), { width: PAPER, height: PAPER, className: 'pg-train-paper', tabIndex: 0 });
  const keep = button('train.own.keep', () => hands.keep());
  const wipe = button('train.own.wipe', () => hands.clear());
  const kept = made('div', 'pg-train-kept');
  const hands = new Paper(paper);
  const render = () => kept.replaceChildren(...bench.setup.data.drawings.map(keptDrawing));
  element.append(digits, paper, keep, wipe, kept);
  onBench((what) => what === 'setup' && render());
  onTheme(() => {
    hands.paint();
    render();
  });
  onLanguage(() => {
    digits.setAttribute('aria-label', t('train.own.digit'));
    paper.setAttribute('aria-label', t('train.own.paper'));
    render();
  });
  return element;
}

/** A button that takes a drawing away. @param {OwnDrawing} drawing @param {number} at */
function keptDrawing(drawing, at) {
  const element = Object.assign(document.createElement('button'), { type: 'button', title: t('train.own.take_away', { digit: drawing.label }), onclick: () => changeData({ drawings: bench.setup.data.drawings.toSpliced(at, 1) }) });
  element.setAttribute('aria-label', element.title);
  const canvas = Object.assign(document.createElement('canvas'), { width: 2 * SMALL, height: 2 * SMALL });
  paintStrokes(contextOf(canvas), drawing.strokes, drawing.width, 2 * SMALL, inksNow().ink);
  element.append(canvas, made('span', '', drawing.label));
  return element;
}

class Paper {
  /** @type {Point[][]} */
  strokes = [];
  /** @type {Point[] | null} */
  #stroke = null;
  /** @type {KeyPen | null} */
  #keys = null;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    const hands = {
      begin: (/** @type {Point} */ point) => this.#begin(point),
      resume: (/** @type {Point} */ point) => this.#begin(point),
      move: (/** @type {Point} */ point) => (this.#stroke ? void this.#stroke.push(point) : this.#begin(point)),
      leave: () => void (this.#stroke = null),
      end: () => void (this.#stroke = null),
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
    this.strokes.push(this.#stroke);
    this.paint();
  }

  undo() {
    this.strokes.pop();
    this.#stroke = null;
    this.paint();
  }

  clear() {
    this.strokes = [];
    this.#stroke = null;
    this.#keys?.lift();
    this.paint();
  }

  /** Put it beside those that are there, as the digit that is chosen. */
  keep() {
    const { drawings } = bench.setup.data;
    if (!this.strokes.length || isDot(this.strokes) || drawings.length >= MOST_DRAWINGS) return;
    const drawing = { strokes: this.strokes, width: PEN, label: next.digit };
    this.clear();
    changeData({ drawings: [...drawings, drawing] });
  }

  paint() {
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, PAPER, PAPER);
    paintStrokes(context, this.strokes, PEN, PAPER, inksNow().ink);
    this.#keys?.paint(context, PAPER, inksNow().ink);
  }
}
