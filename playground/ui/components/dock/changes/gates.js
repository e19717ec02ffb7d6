// Gates held open or shut, in all layers or in one.

import { change, session } from '../../run/session.js';
import { heldValues } from '../../run/declarations.js';
import { quantityName } from '../../run/quantity_names.js';
import { t } from '../../text/text.js';
import { held as heldQuantities, stagesOfNetwork } from './declared.js';
import { layers, list, row, segments } from './rows.js';

/** @typedef {import('./rows.js').Row} Row */
/** @typedef {{gate: string, value: number, layer?: number, units?: number[]}} Held */

/** @returns {Held[]} */
const all = () => session.changes?.gates ?? [];

/** The values at which a whole gate is held, by layer. @param {string} gate @param {number[]} everywhere @returns {Map<number, number>} */
const heldAt = (gate, everywhere) => new Map(all().filter((entry) => entry.gate === gate && !entry.units)
  .flatMap(({ layer, value }) => (layer === undefined ? everywhere : [layer]).map((l) => /** @type {[number, number]} */ ([l, value]))));

/** Hold a gate in some layers; 'trained' lets it go. What is held of single units stays. @param {string} gate @param {string} value @param {number[]} chosen @param {number[]} everywhere */
function hold(gate, value, chosen, everywhere) {
  const at = heldAt(gate, everywhere);
  for (const layer of chosen) {
    if (value === 'trained') at.delete(layer);
    else at.set(layer, Number(value));
  }
  const values = everywhere.map((layer) => at.get(layer));
  const alike = values.every((v) => v !== undefined && v === values[0]);
  const entries = alike ? [{ gate, value: values[0] }] : [...at].map(([layer, v]) => ({ gate, value: v, layer }));
  const next = [...all().filter((entry) => entry.gate !== gate || entry.units), ...entries];
  change({ gates: next.length ? next : null });
}

/** A row that says in which layer, where there are several, and a row for each gate. @param {number | null} [only] a layer @returns {Row[]} */
export function gateRows(only = null) {
  const gates = heldQuantities();
  if (!gates.length) return [];
  const count = Math.max(...stagesOfNetwork().map(({ declared, layer = 0 }) => (declared?.timed ? layer + 1 : 1)));
  const everywhere = Array.from({ length: count }, (_, layer) => layer);
  let scope = only === null ? '' : String(only); // the layer, or all
  const chosen = () => (scope === '' ? everywhere : [Number(scope)]);
  const rows = gates.map(({ quantity: gate, stage }) => {
    const { element, body, note } = row(quantityName(gate, stage, session.trace), gate);
    const declared = stage.declared?.quantities[gate];
    const values = ['trained', ...(declared ? heldValues(declared) : [0]).map(String)];
    const cell = stage.kind.replace(/Step$/, '').toLowerCase();
    const buttons = segments(values.map((value) => [value, value === 'trained' ? t('changes.trained') : value]), (value) => hold(gate, value, chosen(), everywhere));
    body.append(buttons);
    const sync = () => {
      const at = heldAt(gate, everywhere);
      const found = chosen().map((layer) => at.get(layer));
      const value = found.every((v) => v === found[0]) ? found[0] : undefined;
      buttons.show(value ?? (at.size && scope === '' ? 'some' : 'trained'));
      note(value === undefined ? '' : t(`changes.gates.${cell}_${gate}_${value}`));
    };
    return { element, sync };
  });
  if (count < 2 || only !== null) return rows;
  const where = row(t('changes.gates.where'), 'gates');
  /** @type {[any, string][]} */
  const options = [['', t('changes.gates.all')], ...layers(count)];
  where.body.append(list(options, t('changes.gates.where'), (value) => {
    scope = value;
    for (const { sync } of rows) sync();
  }));
  return [{ element: where.element, sync: () => where.note('') }, ...rows];
}
