// Which changes a layer, or the whole network with its input, can take: the rows for each.

import { network, session } from '../../run/session.js';
import { gateRows } from './gates.js';
import { hasKind, hasRole, switchable } from './declared.js';
import { choiceRow, orderRow, weightsRow } from './rows.js';
import { mapsRow, unitsRow } from './units.js';

/** @typedef {import('./rows.js').Row} Row */
/** @typedef {import('../../run/trace.js').Stage} Stage */
/** @typedef {import('../../run/trace.js').Trace} Trace */

const FUNCTIONS = ['relu', 'tanh', 'sigmoid', 'identity'];
const ORDERED = ['digits', 'names', 'reviews']; // tasks whose rows, letters or words can stand in another order

/** An RNN's own function is tanh, and ReLU the only other. */
export const activationRow = () => (isRnn() ? choiceRow('activation', ['tanh', 'relu'], 'tanh') : choiceRow('activation', FUNCTIONS, network().arguments.activation ?? 'relu'));
export const poolingRow = () => choiceRow('pooling', ['max', 'average'], network().arguments.pooling ?? 'max');
const paddingRow = () => choiceRow('padding', [true, false], true);
const strideRow = () => choiceRow('stride', [1, 2], 1);
const isRnn = () => hasKind('RNNStep');
/** The digits' CNN can read with stride 2 in its first layer, without that layer's pooling. */
const canStride = () => session.task === 'digits' && session.architecture === 'cnn';

/** @param {Row[]} rows @returns {Row[]} */
function synced(rows) {
  for (const { sync } of rows) sync();
  return rows;
}

/** What can be changed at a layer. @param {Stage} stage @param {Trace} run @returns {Row[]} */
export function rowsOfLayer(stage, run) {
  if (run === session.original) return [];
  const { kind, declared, layer = 0, direction = 0 } = stage;
  const places = switchable().filter((place) => place.layer === layer && place.direction === direction);
  const isInput = Boolean(declared?.quantities.values?.role === 'input');
  return synced([
    ...(/Pooling$/.test(kind) ? [poolingRow()] : []),
    ...(kind === 'Convolution' ? [paddingRow()] : []),
    ...(kind === 'Convolution' && layer === 0 && canStride() ? [strideRow()] : []),
    ...(declared?.quantities.activation || kind === 'Activation' || kind === 'RNNStep' ? [activationRow()] : []),
    ...(declared?.timed ? gateRows(layer) : []),
    ...(declared?.switchable && places.length ? [places[0].isMaps ? mapsRow(places) : unitsRow(places)] : []),
    ...(isInput && ORDERED.includes(session.task ?? '') ? [orderRow()] : []),
    ...(kind === 'Output' ? [weightsRow()] : []),
  ]);
}

/** All changes that the chosen network, and its input, can take. @returns {Row[]} */
export function allRows() {
  const maps = switchable().filter(({ isMaps }) => isMaps);
  const units = switchable().filter(({ isMaps }) => !isMaps);
  return synced([
    weightsRow(),
    ...(ORDERED.includes(session.task ?? '') ? [orderRow()] : []),
    ...(hasRole('winners') || hasKind('AveragePooling') ? [poolingRow()] : []),
    ...(hasKind('Convolution') ? [paddingRow()] : []),
    ...(canStride() ? [strideRow()] : []),
    ...(hasRole('activation') || isRnn() ? [activationRow()] : []),
    ...gateRows(),
    ...(maps.length ? [mapsRow(maps)] : []),
    ...(units.length ? [unitsRow(units)] : []),
  ]);
}
