// What a run was found to be when all of it was computed again, in a sentence (playground/stages/check.py).

import { t } from '../text/text.js';

/** @typedef {{largest: number | null, output: number | null, unknown?: {kind: string, layer: number | null}[]}} Check */

const EQUAL = 1e-4; // as in playground/stages/check.py

/** @param {number | null | undefined} difference JSON has no infinity */
const written = (difference) => (difference === 0 ? '0' : Number.isFinite(difference) ? Number(difference).toExponential(1) : '∞');

/** @param {Check | null | undefined} check */
export function toldCheck(check) {
  if (!check) return '';
  const { largest, output, unknown = [] } = check;
  const equal = largest !== null && largest <= EQUAL;
  const found = t(equal ? 'check.equal' : 'check.apart', { largest: written(largest), output: written(output) });
  const layers = unknown.map(({ kind, layer }) => `${kind} ${layer ?? ''}`.trim()).join(', ');
  return layers ? `${found} ${t('check.unknown', { layers })}` : found;
}
