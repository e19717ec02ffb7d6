// One kind of change as a tool in the dock: the activation, the pooling, the gates.

import { needModule } from '../../loading/wanted.js';
import { needTexts, t } from '../../text/text.js';
import { openInDock } from '../tool.js';
import { el } from '../parts.js';

/** @typedef {import('./rows.js').Row} Row */

/** @param {string} name @param {string} title @param {(modules: {rows: typeof import('./rows_of_layer.js'), gates: typeof import('./gates.js')}) => Row[]} make */
async function open(name, title, make) {
  const [card, rows, gates] = await Promise.all([needModule(() => import('./card.js')), needModule(() => import('./rows_of_layer.js')), needModule(() => import('./gates.js')), needTexts('changes')]);
  await openInDock(name, (place) => {
    const element = el('div', 'pg-change-rows');
    place.append(element);
    return card.liveRows(element, () => {
      const made = make({ rows, gates });
      for (const { sync } of made) sync();
      return made;
    });
  }, { title, note: t('dock.changes') });
}

export const changeActivation = () => void open('activation', t('dock.activation'), ({ rows }) => [rows.activationRow()]);
export const changePooling = () => void open('pooling', t('dock.pooling'), ({ rows }) => [rows.poolingRow()]);
