// The visitor's own data: the class of the next point, the values of a series, and, as the example of the picture, a name.

import { setText } from '../dom/changed.js';
import { onLanguage, t } from '../text/text.js';
import { bench, changeData, onBench, setExample } from './bench.js';
import { button, made, oneOf } from './elements.js';
import { digits, drawings } from './own_drawings.js';
import { SERIES } from './setup.js';

const MOST_VALUES = 400;
const LEAST_VALUES = 34; // as many as its three parts need
const LONGEST = 20; // letters of a name
/** The class of the next point. */
export const next = { point: 0 };

/** @param {HTMLElement} element */
export function showOwn(element) {
  const makes = /** @type {Record<string, () => HTMLElement>} */ ({ points, digits, drawings, names, series });
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
  const field = Object.assign(document.createElement('textarea'), { rows: 3 });
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

/** A name of the visitor's own, which the picture shows; without letters that of the data. */
function names() {
  const element = made('div');
  const label = made('label', 'pg-train-field');
  const words = made('span');
  const field = Object.assign(document.createElement('input'), { type: 'text', maxLength: LONGEST, spellcheck: false });
  field.dataset.field = 'name';
  field.oninput = () => setExample(field.value.trim() ? { value: { text: field.value.trim() }, target: null } : null);
  label.append(words, field);
  element.append(label);
  onLanguage(() => {
    setText(words, t('train.own.name'));
    label.title = t('train.own.name_about');
  });
  return element;
}
