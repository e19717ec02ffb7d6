// A layer of the picture in words, for those who hear it: what it is, what it does with this input.

import { argmax, strongest } from '../run/largest.js';
import { quantityName, stageTitle } from '../run/quantity_names.js';
import { labelOf, place } from '../run/time_axis.js';
import { fixed } from '../text/numbers.js';
import { t } from '../text/text.js';
import { active, meansOf, strongestMap } from './strongest.js';

/** @typedef {import('../run/trace.js').Trace} Trace */

/** @param {Trace} run @param {string} key @param {string} quantity */
export function summaryOf(run, key, quantity) {
  const stage = run.stages.get(key);
  const array = stage?.arrays[quantity];
  if (!stage || !array) return '';
  const { shape, values } = array;
  const isGuess = stage.kind === 'StepOutput';
  const name = isGuess ? t('stages.guess.name') : stage.declared?.timed ? `${stageTitle(stage, run)}, ${quantityName(quantity, stage, run)}` : stageTitle(stage, run);
  const count = shape[0];
  const isPlan = !run.of;
  const { role, range } = stage.declared?.quantities[quantity] ?? { role: '', range: '' };
  if (stage.backward) return t('backward.of', { what: name });
  const say = (/** @type {string} */ what, /** @type {Record<string, any>} */ more = {}) => t(`summary.${what}`, { name, count, rows: shape[1], columns: shape[2], steps: run.steps, ...more });
  if (stage.declared?.timed) {
    if (isPlan || (isGuess && !run.labels.length)) return say('lane');
    const last = values.subarray((run.steps - 1) * array.size, run.steps * array.size);
    const means = meansOf(values, array.size, run.steps);
    if (isGuess) return say('guess', { label: labelOf(run.labels[argmax(last)] ?? '') });
    if (range === 'share') return say('gate', { mean: fixed(means.reduce((a, b) => a + b, 0) / Math.max(1, means.length), 2), place: place(run, argmax(means)) });
    return say('state', { unit: strongest(last) + 1 });
  }
  if (shape.length === 3) {
    const found = strongestMap(values, shape);
    if (isPlan || found.isEmpty) return say('maps');
    return say(role === 'input' ? 'picture' : 'strongest_map', { map: found.map + 1, where: t(`summary.where.${found.down}_${found.across}`) });
  }
  if (isPlan) return say('units');
  if (role === 'logits' && run.labels.length) return say('logits', { label: labelOf(run.labels[argmax(values)]) });
  return say('strongest_unit', { unit: strongest(values) + 1, active: active(values) });
}
