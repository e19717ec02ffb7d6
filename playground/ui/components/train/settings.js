// The settings of a training in one row: each a choice with a sentence as its title.

import { onLanguage, t } from '../text/text.js';
import { bench, change, onBench } from './bench.js';
import { choice, made } from './elements.js';
import { CHOICES, hasClasses, MOST_SEED, NUMBERS } from './setup.js';

const ORDER = ['loss', 'optimiser', 'learning_rate', 'schedule', 'batch', 'weight_decay', 'clip', 'initialisation', 'updates'];

/** @param {HTMLElement} element */
export function showSettings(element) {
  const updates = ORDER.map((name) => {
    const read = () => /** @type {any} */ (bench.setup)[name];
    return choice(element, { key: `train.setting.${name}`, values: () => valuesOf(name), words: (value) => wordsOf(name, value), now: read, choose: (value) => change({ [name]: value }) });
  });
  const label = made('label', 'pg-train-field');
  const name = made('span');
  const seed = Object.assign(document.createElement('input'), { type: 'number', min: '0', max: String(MOST_SEED), step: '1' });
  seed.dataset.field = 'seed';
  seed.onchange = () => change({ seed: Math.max(0, Math.min(MOST_SEED, Math.round(seed.valueAsNumber) || 0)) });
  label.append(name, seed);
  element.append(label);
  onLanguage(() => {
    name.textContent = t('train.setting.seed');
    label.title = t('train.setting.seed_about');
  });
  const update = () => {
    for (const one of updates) one();
    seed.value = String(bench.setup.seed);
  };
  onBench((what) => what === 'setup' && update());
  update();
}

/** What is offered. @param {string} name @returns {any[]} */
function valuesOf(name) {
  if (name === 'loss' && !hasClasses(bench.setup.data.kind)) return ['mse'];
  if (name === 'clip') return [null, ...NUMBERS.clip];
  return CHOICES[name] ?? NUMBERS[name];
}

/** @param {string} name @param {any} value */
function wordsOf(name, value) {
  if (value === null || (name === 'weight_decay' && value === 0)) return t('train.setting.none');
  return CHOICES[name] ? t(`train.values.${value}`) : value.toLocaleString('en', { maximumSignificantDigits: 6 });
}
