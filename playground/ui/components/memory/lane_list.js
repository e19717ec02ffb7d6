// Which lanes a network has, and how high they are. Pure.

import { t } from '../text/text.js';
import { quantityName } from '../run/quantity_names.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** A quantity through time; `parts` of the height, of which a state has two. @typedef {{key: string, quantity: string, words: string, parts: number}} Lane */

const SHOWN = ['gate', 'candidate', 'state'];
const LEAST = 13; // px of a lane, for its label of 12
const MOST = 26;
const AROUND = 40; // px for the line of the step and the input
export const BETWEEN = { lanes: 1, networks: 9 };

/** Gates and states in the order of the equations, then what the network would answer so far. @param {Trace} run @returns {Lane[]} */
export function lanesOf(run) {
  const stage = [...run.stages.values()].find(({ declared }) => declared?.timed && Object.values(declared.quantities).some(({ role }) => role === 'state'));
  const quantities = Object.entries(stage?.declared?.quantities ?? {}).filter(([, { role }]) => SHOWN.includes(role));
  const own = quantities.map(([quantity, { role }]) => ({ key: stage?.key ?? '', quantity, words: quantityName(quantity, stage, run), parts: role === 'state' ? 2 : 1 }));
  return [...own, { key: 'StepOutput', quantity: run.labels.length ? 'probabilities' : 'logits', words: t('memory.guess'), parts: 1 }];
}

/** Pixels of a part, so that all networks have room. @param {number} height @param {Pick<Lane, 'parts'>[][]} networks */
export function heightsOf(height, networks) {
  const parts = networks.flat().reduce((sum, { parts: own }) => sum + own, 0);
  const gaps = networks.flat().length * BETWEEN.lanes + networks.length * BETWEEN.networks;
  return Math.max(LEAST, Math.min(MOST, Math.floor((height - AROUND - gaps) / Math.max(1, parts + 1))));
}
