// A whole layer in the dock: its equation, shape and parameters, its kernels, and what can be changed in it.

import { mainQuantity } from '../run/declarations.js';
import { quantityEquation, quantityName, sourcesOf, stageTitle, textName } from '../run/quantity_names.js';
import { layerWeights } from '../server/layer_weights.js';
import { open, select } from '../stage/selecting.js';
import { equation } from '../text/equations.js';
import { fixed } from '../text/numbers.js';
import { needTexts, t } from '../text/text.js';
import { rowsOfLayer } from './changes/rows_of_layer.js';
import { kernelsPicture } from './kernels.js';
import { caption, el } from './parts.js';
import { before, given, selectionIn, stageOf } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */

/** @type {import('./dock.js').MakeView} */
export function layerView(place, head) {
  let turn = 0;
  return {
    clear: () => turn++,
    async show(selection, run) {
      const mine = ++turn;
      const stage = stageOf(run, selection);
      if (!stage) return;
      const shape = (given(stage) ?? Object.values(stage.arrays)[0])?.shape ?? [];
      const timed = stage.declared?.timed;
      head.say({
        title: stageTitle(stage, run),
        note: [shape.join(' × '), sourcesOf(stage, run)].filter(Boolean).join('; '),
        open: shape.length === 3 || timed ? () => open({ key: stage.key, how: timed ? 'lane' : 'layer' }) : null,
      });
      await needTexts('changes');
      if (mine !== turn) return;
      const weights = await weightsOf(run, stage);
      if (mine !== turn) return;
      const rows = rowsOfLayer(stage, run);
      place.replaceChildren(
        equationsOf(stage, run),
        ...(weights ? [parametersOf(weights)] : []),
        ...(weights?.weight.shape.length === 4 ? [kernelsPicture(weights.weight, (map) => select(selectionIn(stage, [map])))] : []),
        ...(rows.length ? [el('div', 'pg-change-rows', caption(t('dock.layer.change')), ...rows.map(({ element }) => element))] : []),
      );
    },
  };
}

/** @param {Trace} run @param {Stage} stage */
async function weightsOf(run, stage) {
  if (!['Convolution', 'Dense'].includes(stage.kind)) return null;
  return layerWeights(run.architecture, stage.layer ?? 0, { changes: run.of?.changes }).catch(() => null);
}

/** Each quantity's equation, and a sentence on the layer. @param {Stage} stage @param {Trace} run */
function equationsOf(stage, run) {
  const place = el('div', 'pg-equations');
  const { declared } = stage;
  const names = declared ? (declared.timed ? Object.keys(declared.quantities) : [...new Set([...Object.keys(declared.quantities).filter((name) => declared.quantities[name].role === 'pre_activation'), mainQuantity(declared)])]) : [];
  for (const name of names) {
    const right = quantityEquation(name, stage, run);
    const { symbol } = declared?.quantities[name] ?? { symbol: '' };
    const whole = right && symbol && !right.startsWith(symbol) ? `${symbol} = ${right}` : right;
    if (whole) place.append(el('p', '', el('span', 'pg-muted', `${quantityName(name, stage, run)} `)), el('p', 'pg-maths', ...equation(whole)));
  }
  const note = noteOf(stage, run) || (declared ? '' : t('notices.undeclared'));
  if (note) place.append(el('p', 'pg-muted', note));
  return place;
}

/** A sentence on the layer; of the logits one on what the answer is made of. @param {Stage} stage @param {Trace} run */
function noteOf(stage, run) {
  const { kind, temperature } = stage;
  const source = before(run, stage);
  const [channels, rows, columns] = (source && given(source)?.shape) ?? [];
  const words = (/** @type {string} */ name) => t(`stages.${textName(stage)}.${name}`, { count: run.labels.length, temperature: fixed(temperature, 3), channels, size: rows * columns });
  if (kind !== 'Output') return words('note');
  if (run.labels.length) return words(temperature === 1 ? 'note' : 'note_divided');
  return words(`number_${run.task}`) || words('number');
}

/** @param {Record<string, import('../server/wire.js').WireArray>} weights */
function parametersOf({ weight, bias }) {
  const count = (/** @type {number[]} */ shape) => shape.reduce((a, b) => a * b, 1);
  const total = count(weight.shape) + (bias ? count(bias.shape) : 0);
  return el('div', 'pg-parameters', caption(t('dock.layer.parameters')),
    el('p', '', `W: ${weight.shape.join(' × ')} = ${count(weight.shape).toLocaleString('en')}`),
    ...(bias ? [el('p', '', `b: ${count(bias.shape).toLocaleString('en')}`)] : []),
    el('p', '', el('b', '', t('dock.layer.total', { count: total }))));
}
