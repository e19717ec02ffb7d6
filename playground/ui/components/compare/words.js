// What is said of networks beside each other: how large each is, what its figure is, and who says what.

import { score } from '../answer/score.js';
import { argmax } from '../run/largest.js';
import { nameOf } from '../network/picker.js';
import { inUnit, predictions } from '../run/series.js';
import { session } from '../run/session.js';
import { labelOf } from '../run/time_axis.js';
import { currentLanguage, t } from '../text/text.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../store/state.js').Network} Network */

/** The score of each task that stands in a row, and what stands behind the number. @type {Record<string, [string, string]>} */
const SCORES = { digits: ['mnist', ' %'], strokes: ['writers', ' %'], names: ['top1', ' %'], reviews: ['test', ' %'], series: ['skill_season', ' %'], cancer: ['test', ' %'], diabetes: ['mae', ''] };

/** "99.34 %"; of a network that was not tested that. @param {Network} one */
export function scoreOf({ scores }) {
  const [name, unit] = SCORES[session.task ?? ''] ?? ['', ''];
  const value = scores?.[name];
  return value === undefined ? t('compare.unknown_score') : `${value.toFixed(unit ? 2 : 1)}${unit}`;
}

/** "784, 384, 128", "2 layers × 128", "16, 32 maps". @param {Network} one @param {Trace | null} trace */
export function sizesOf({ arguments: { hidden_size: hidden, num_layers: layers, bidirectional, input_size: inputs } }, trace) {
  const sizes = { layers, units: hidden };
  if (layers) return [t(`compare.sizes.${layers === 1 ? 'one' : 'many'}`, sizes), bidirectional ? t('compare.sizes.both') : ''].filter(Boolean).join(t('compare.joint'));
  if (hidden) return [inputs, ...[hidden].flat()].filter(Boolean).join(', ');
  const maps = [...(trace?.stages.values() ?? [])].flatMap(({ kind, arrays }) => (kind === 'Convolution' ? [arrays.maps?.shape[0]] : []));
  return maps.length ? t('compare.sizes.maps', { list: maps.join(', ') }) : '';
}

/** @param {string[]} names */
const listed = (names) => new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(names);

/**
 * Who says what, those that are fewest first: "FNN and RNN say 8, the others 3."
 * @param {{network: Network, trace: Trace}[]} all
 */
export function agreement(all) {
  if (all.length < 2) return '';
  const { labels, task } = all[0].trace;
  if (!labels.length) return spread(all.map(({ trace }) => trace));
  /** @type {Map<string, string[]>} */
  const said = new Map();
  for (const { network, trace } of all) {
    const answer = labelOf(trace.labels[argmax(trace.probabilities ?? [])] ?? '', task);
    said.set(answer, [...(said.get(answer) ?? []), nameOf(network)]);
  }
  const groups = [...said].sort(([, a], [, b]) => a.length - b.length);
  if (groups.length === 1) return t('compare.agree', { count: all.length, answer: groups[0][0] });
  const parts = groups.map(([answer, names], k) => {
    const isRest = k === groups.length - 1 && names.length > 1 && names.length > groups[k - 1][1].length;
    return isRest ? t('compare.others', { answer }) : t(`compare.${names.length > 1 ? 'many_say' : 'one_says'}`, { networks: listed(names), answer });
  });
  return t('compare.differ', { parts: parts.join(t('compare.joint')) });
}

/** Numbers always differ: from the least to the most. @param {Trace[]} traces */
function spread(traces) {
  const said = traces.map((trace) => {
    const run = /** @type {any} */ (trace);
    const value = trace.encoded?.kind === 'Series' ? predictions(run)[run.encoded.read - 1] : (trace.output?.[0] ?? 0);
    return { value, words: trace.encoded?.kind === 'Series' ? inUnit(run, value) : score(trace).prediction };
  }).sort((a, b) => a.value - b.value);
  return t('compare.spread', { least: said[0].words, most: said[said.length - 1].words });
}

/** The expected calibration error on test data, before and after its temperature; '' of one that was not calibrated. @param {Network} one */
export function calibrationOf({ calibration }) {
  if (!calibration) return '';
  const [before, after] = [calibration.ece, calibration.scaled_ece].map((error) => error.toFixed(1));
  return t(`compare.measured.${before === after ? 'as_is' : 'calibrated'}`, { before, after });
}
