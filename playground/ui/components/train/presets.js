// Trainings that teach: each a whole setup, two sentences what to look for, and where something is wrong, what cures it.

import { setHidden, setText } from '../dom/changed.js';
import { getJson } from '../server/asking.js';
import { onLanguage, t } from '../text/text.js';
import { begin, bench, onBench } from './bench.js';
import { made } from './elements.js';
import { firstSetup } from './setup.js';
import { writeSetup } from './setup_code.js';
import { run } from './training.js';

/** @typedef {import('./setup.js').Setup} Setup */
/** What of a setup differs from the first of its data. @typedef {Partial<Omit<Setup, 'data'>> & {data?: Partial<import('./setup.js').Data>}} Part */
/** @typedef {{name: string, setup: Part & {data: {kind: string}}, cures: {name: string, setup: Part}[]}} Preset */

/** @param {Part & {data: {kind: string}}} part @returns {Setup} */
export function wholeOf({ data, ...others }) {
  const first = firstSetup(data.kind);
  return { ...first, ...others, data: { ...first.data, ...data } };
}

/** @param {Preset} preset @param {Part} cure */
const curedBy = ({ setup }, cure) => wholeOf({ ...setup, ...cure, data: { ...setup.data, ...cure.data } });

/** All that belong to a preset: its own and the cured ones. @param {Preset} preset */
const setupsOf = (preset) => [wholeOf(preset.setup), ...preset.cures.map(({ setup }) => curedBy(preset, setup))];

/** As one that came with an address may be. @param {Setup} setup */
const isOnBench = (setup) => writeSetup(setup) === writeSetup(bench.setup);

/** @param {HTMLElement} element */
export async function showPresets(element) {
  const title = made('span', 'pg-muted');
  const choices = made('div', 'pg-train-choices');
  const look = made('p', 'pg-train-look');
  look.setAttribute('aria-live', 'polite');
  const cures = made('div', 'pg-train-cures');
  choices.setAttribute('role', 'group');
  element.append(title, choices, look, cures);
  /** @type {Preset[]} */
  const presets = await getJson('training/presets');
  const now = () => presets.find((preset) => (bench.preset === null ? setupsOf(preset).some(isOnBench) : preset.name === bench.preset));
  choices.append(...presets.map((preset) => choiceOf(preset)));
  const update = () => {
    setText(title, t('train.presets_title'));
    choices.setAttribute('aria-label', title.textContent);
    for (const one of choices.querySelectorAll('button')) {
      setText(one, t(`train.presets.${one.dataset.preset}.name`));
      one.title = t(`train.presets.${one.dataset.preset}.look`);
      one.setAttribute('aria-pressed', String(one.dataset.preset === now()?.name));
    }
    const preset = now();
    setText(look, preset ? t(`train.presets.${preset.name}.look`) : t('train.look'));
    const list = preset?.cures ?? [];
    setHidden(cures, !list.length);
    cures.replaceChildren(...(preset ? list.map((cure) => cureOf(preset, cure)) : []));
  };
  onBench((what) => what === 'setup' && update());
  onLanguage(update);
}

/** @param {Preset} preset */
function choiceOf({ name, setup }) {
  const element = Object.assign(document.createElement('button'), { type: 'button', onclick: () => begin(wholeOf(setup), name) });
  element.dataset.preset = name;
  return element;
}

/** The one setting changed, and run again. @param {Preset} preset @param {Preset['cures'][number]} cure */
function cureOf(preset, { name, setup }) {
  const cured = curedBy(preset, setup);
  const act = () => {
    begin(cured, preset.name);
    run();
  };
  const element = Object.assign(document.createElement('button'), { type: 'button', textContent: t(`train.cures.${name}`), onclick: act });
  element.dataset.cure = name;
  element.setAttribute('aria-pressed', String(isOnBench(cured)));
  return element;
}
