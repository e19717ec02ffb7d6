// Gates held open or shut, in all layers or in one.
// @ts-nocheck: untyped until the next issue replaces it

import { change, session } from '../run/session.js';
import { heldValues } from '../run/declarations.js';
import { quantityName } from '../run/quantity_names.js';
import { t } from '../text/text.js';
import { held as heldQuantities, stagesOfNetwork } from './declared.js';
import { layers, list, row, segments } from './rows.js';

/** A row that says in which layer, where there are several, and a row for each gate. */
export function gateRows() {
  const gates = heldQuantities();
  if (!gates.length) return [];
  const count = Math.max(...stagesOfNetwork().map(({ declared, layer = 0 }) => (declared?.timed ? layer + 1 : 1)));
  let scope = ''; // the layer, or all
  const everywhere = Array.from({ length: count }, (_, layer) => layer);
  /** The values at which a gate is held, by layer. */
  const heldAt = (gate) => new Map((session.changes?.gates ?? []).filter((entry) => entry.gate === gate)
    .flatMap(({ layer, value }) => (layer === undefined ? everywhere : [layer]).map((l) => [l, value])));
  /** In the layers that are chosen: a value if it is the same in all of them. */
  const held = (gate) => {
    const values = (scope === '' ? everywhere : [Number(scope)]).map((layer) => heldAt(gate).get(layer));
    return values.every((value) => value === values[0]) ? values[0] : undefined;
  };
  const hold = (gate, value) => {
    const at = heldAt(gate);
    for (const layer of scope === '' ? everywhere : [Number(scope)]) {
      if (value === 'trained') at.delete(layer);
      else at.set(layer, Number(value));
    }
    const values = everywhere.map((layer) => at.get(layer));
    const alike = values.every((v) => v !== undefined && v === values[0]);
    const entries = alike ? [{ gate, value: values[0] }] : [...at].map(([layer, v]) => ({ gate, value: v, layer }));
    const next = [...(session.changes?.gates ?? []).filter((entry) => entry.gate !== gate), ...entries];
    change({ gates: next.length ? next : null });
  };
  const rows = gates.map(({ quantity: gate, stage }) => {
    const { element, body, note } = row(quantityName(gate, stage, session.trace), gate);
    const values = ['trained', ...heldValues(stage.declared.quantities[gate]).map(String)];
    const cell = stage.kind.replace(/Step$/, '').toLowerCase();
    const buttons = segments(values.map((value) => [value, value === 'trained' ? t('changes.trained') : value]), (value) => hold(gate, value));
    body.append(buttons);
    const sync = () => {
      const value = held(gate);
      buttons.show(value ?? (heldAt(gate).size && scope === '' ? 'some' : 'trained'));
      note(value === undefined ? '' : t(`changes.gates.${cell}_${gate}_${value}`));
    };
    return { element, sync };
  });
  const where = row(t('changes.gates.where'), 'gates');
  const all = [['', t('changes.gates.all')], ...layers(count)];
  where.body.append(list(all, t('changes.gates.where'), (value) => {
    scope = value;
    rows.forEach(({ sync }) => sync());
  }));
  return [...(count > 1 ? [{ element: where.element, sync: () => where.note('') }] : []), ...rows];
}
