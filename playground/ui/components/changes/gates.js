// Gates held open or shut, in all layers or in one.

import { change, network, session } from '../session.js';
import { nameOf } from '../panels/steps.js';
import { t } from '../text.js';
import { layers, list, row, segments } from './rows.js';

/** A row that says in which layer, where there are several, and a row for each gate. */
export function gateRows(gates) {
  const { architecture, arguments: { num_layers: count } } = network();
  let scope = ''; // the layer, or all
  const held = (gate) => (session.changes?.gates ?? []).find((entry) => entry.gate === gate && String(entry.layer ?? '') === scope);
  const hold = (gate, value) => {
    const others = (session.changes?.gates ?? []).filter((entry) => entry !== held(gate));
    const entry = { gate, value: Number(value), ...(scope === '' ? {} : { layer: Number(scope) }) };
    const next = value === 'trained' ? others : [...others, entry];
    change({ gates: next.length ? next : null });
  };
  const rows = gates.map((gate) => {
    const { element, body, note } = row(nameOf(gate, architecture), gate);
    const values = gate === 'candidate' ? ['trained', '0'] : ['trained', '0', '1'];
    const buttons = segments(values.map((value) => [value, value === 'trained' ? t('changes.trained') : value]), (value) => hold(gate, value));
    body.append(buttons);
    const sync = () => {
      const entry = held(gate);
      buttons.show(entry?.value ?? 'trained');
      note(entry ? t(`changes.gates.${architecture}_${gate}_${entry.value}`) : '');
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
