// A unit of a layer through time in the dock: the cell diagram with its curves (dock/cell), and the first row with its buttons.

import { heldQuantities, withRole } from '../run/declarations.js';
import { place as placeInTime } from '../run/time_axis.js';
import { stageTitle } from '../run/quantity_names.js';
import { session } from '../run/session.js';
import { player } from '../playback/player.js';
import { open, select } from '../stage/selecting.js';
import { t } from '../text/text.js';
import { openGates } from './changes/open.js';
import { switchButton } from './changes/switched.js';
import { openSimilar } from './similar.js';
import { selectionIn, stageOf } from './where.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */

/** @type {import('./dock.js').MakeView} */
export function unitInDock(place, head) {
  /** @type {Promise<import('./dock.js').View> | null} */
  let cell = null;
  /** @type {{selection: Selection, run: Trace} | null} */
  let now = null;
  const view = () => (cell ??= import('./unit.js').then(({ unitView }) => unitView(place)));
  const say = () => {
    const stage = now && stageOf(now.run, now.selection);
    if (now && stage) head.say(headOf(now.run, stage, now.selection));
  };
  return {
    clear: () => {
      now = null;
      void cell?.then((known) => known.clear?.());
    },
    seek: (moment) => {
      say();
      void cell?.then((known) => known.seek?.(moment));
    },
    async show(selection, run) {
      if (!selection) return;
      now = { selection, run };
      say();
      const known = await view();
      if (now?.selection === selection) await known.show(selection, run);
    },
  };
}

/** @param {Trace} run @param {Stage} stage @param {Selection} selection */
function headOf(run, stage, selection) {
  const { declared } = stage;
  const [unit] = selection.index;
  const isOriginal = Boolean(selection.original && session.original);
  const canHold = declared && heldQuantities(declared).length > 0 && !isOriginal;
  const gate = declared ? (withRole(declared, 'gate')[0] ?? selection.quantity) : selection.quantity;
  const quantity = declared?.quantities[selection.quantity]?.role === 'gate' ? selection.quantity : gate;
  const symbol = declared?.quantities[quantity]?.symbol ?? '';
  return {
    up: { words: stageTitle(stage, run), act: () => select(selectionIn(stage, [])) },
    title: `${t('where.unit', { unit: unit + 1 })} · ${placeInTime(run, player.moment)}`,
    note: canHold ? t('dock.unit.note') : '',
    open: () => open({ key: stage.key, how: /** @type {const} */ ('lane') }),
    buttons: [
      ...(canHold ? [{ words: t('dock.unit.hold'), act: openGates, name: 'gates' }] : []),
      { words: t('dock.unit.terms', { symbol }), act: () => select({ ...selectionIn(stage, [unit], quantity), t: player.moment, original: selection.original }), name: 'terms' },
      ...(declared?.searchable ? [{ words: t('dock.unit.similar'), act: () => openSimilar(stage, run), name: 'similar' }] : []),
      ...(declared?.switchable && !isOriginal ? [switchButton({ layer: stage.layer ?? 0, direction: stage.direction ?? 0, unit, isMap: false })] : []),
    ],
  };
}
