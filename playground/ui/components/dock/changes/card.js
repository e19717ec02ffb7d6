// All changes of the network and of the order of its input, as a tool in the dock.

import { on, onTask } from '../../run/session.js';
import { needTexts, onLanguage, t } from '../../text/text.js';
import { openInDock, toolButtons } from '../tool.js';
import { el } from '../parts.js';
import { allRows } from './rows_of_layer.js';
import { hasKind, stagesOfNetwork } from './declared.js';
import { openKernel } from './kernel.js';

/** @typedef {import('./rows.js').Row} Row */

/** Rows that follow the changes, built anew for another network; gives what ends that. @param {HTMLElement} place @param {() => Row[]} make @param {() => void} [after] */
export function liveRows(place, make, after) {
  const ended = new AbortController();
  const { signal } = ended;
  /** @type {Row[]} */
  let rows = [];
  let form = '';
  const formNow = () => stagesOfNetwork().map(({ key }) => key).join(' ');
  const build = () => {
    form = formNow();
    rows = make();
    place.replaceChildren(...rows.map(({ element }) => element));
    after?.();
  };
  const sync = () => rows.forEach((row) => row.sync());
  onTask(build, { signal });
  on('architecture', build, { signal });
  on('changes', sync, { signal });
  on('end', () => (form === formNow() ? after?.() : build()), { signal });
  onLanguage(build, { signal });
  return () => ended.abort();
}

export async function openChanges() {
  await needTexts('changes');
  await openInDock('changes', (place, head) => {
    const rows = el('div', 'pg-change-rows');
    place.append(rows);
    return liveRows(rows, allRows, () => toolButtons(head, hasKind('Convolution') ? [{ words: t('dock.map.kernel'), act: () => void openKernel({ layer: 0, map: 0, channel: 0 }), name: 'kernel' }] : []));
  }, { title: t('changes.title'), note: t('dock.changes') });
}
