// A map of a convolution in the dock: what its input maps add to it, as pictures and as a sum; one of its cells as a sum.

import { needModule } from '../loading/wanted.js';
import { argmax, strongest } from '../run/largest.js';
import { stageTitle } from '../run/quantity_names.js';
import { runs, session } from '../run/session.js';
import { scaleFor } from '../stage/colours.js';
import { open, point, select } from '../stage/selecting.js';
import { state } from '../store/store.js';
import { t } from '../text/text.js';
import { canExcite, openExciting } from './exciting.js';
import { switchButton } from './changes/switched.js';
import { makeCellLine } from './map_cell.js';
import { lineOfMap, sumOfMap, terms } from './map_terms.js';
import { madeMap } from './made_map.js';
import { el } from './parts.js';
import { openTerms } from './terms_tool.js';
import { picked, sizes } from './pictures.js';
import { makeSliding } from './sliding.js';
import { mapOf, selectionIn, stageOf } from './where.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('./made_map.js').MadeMap} MadeMap */

const SLIDING = 160; // milliseconds that the window stands at each cell

/** @type {import('./dock.js').MakeView} */
export function mapView(place, head) {
  const [whole, right] = [el('div', 'pg-whole'), el('div', 'pg-map-terms')];
  place.append(whole, right);
  const sliding = makeSliding(SLIDING);
  let turn = 0;
  return {
    clear: () => (turn++, sliding.stop()),
    async show(selection, run) {
      const mine = ++turn;
      sliding.stop();
      const stage = stageOf(run, selection);
      if (!selection || !stage) return;
      const [map] = selection.index;
      const shape = stage.arrays.maps.shape;
      const cell = placeOf(argmax(mapOf(stage.arrays.maps, map)), shape);
      const headline = headOf(run, stage, map, state.selection === null);
      const line = makeCellLine();
      const paint = (/** @type {number[]} */ at) => {
        const name = `${stageTitle(stage, run)}, ${t('where.map', { map: map + 1 })}`;
        const pick = (/** @type {number} */ y, /** @type {number} */ x) => select({ ...selectionIn(stage, [map, y, x], 'maps'), original: selection.original });
        const painted = { values: mapOf(stage.arrays.maps, map), height: shape[1], width: shape[2], scale: scaleFor(stage, 'maps', runs()) };
        whole.replaceChildren(picked(painted, sizes().map, { label: name, at, pick }));
      };
      paint(cell);
      const buttons = (/** @type {MadeMap | null} */ found) => buttonsOf({ found, stage, map, cell, run, selection, isSliding: sliding.isOn(), slide: () => toggle(found) });
      const toggle = (/** @type {MadeMap | null} */ found) => {
        if (sliding.isOn()) sliding.stop();
        else if (found) sliding.start(through(found, (at) => {
          if (at) {
            paint(at);
            line.show(found, at);
            markPatches(right, found, at);
            point({ ...selectionIn(stage, [map, ...at], 'maps'), original: selection.original });
          } else toggle(found);
        }));
        head.buttons(buttons(found));
      };
      head.say({ ...headline, buttons: buttons(null) });
      const found = await madeMap(run, stage, map).catch(() => null);
      if (mine !== turn) return;
      head.buttons(buttons(found));
      if (!found?.settings) {
        right.replaceChildren(el('p', 'pg-muted', t('dock.map.unknown')));
        return;
      }
      line.show(found, cell);
      head.brief(...sumOfMap(found));
      right.replaceChildren(terms(found, { run, stage, map }), lineOfMap(found), line.element);
      markPatches(right, found, cell);
    },
  };
}

/** @param {number} offset @param {number[]} shape */
const placeOf = (offset, [, , width]) => [Math.floor(offset / width), offset % width];

/** @param {Trace} run @param {Stage} stage @param {number} map @param {boolean} isDefault */
function headOf(run, stage, map, isDefault) {
  const [, height, width] = stage.arrays.maps.shape;
  const relu = [...run.stages.values()].find(({ inputs, function: name }) => name === 'relu' && inputs.includes(stage.key));
  const cells = relu?.arrays.maps ? mapOf(relu.arrays.maps, map).filter((value) => value > 0).length : 0;
  const size = t('dock.map.size', { height, width });
  const note = relu ? t('dock.map.note', { size, cells }) : size;
  const best = run.output && run.labels.length ? t('dock.map.best', { label: run.labels[argmax(run.output)] }) : '';
  return {
    up: { words: stageTitle(stage, run), act: () => select(selectionIn(stage, [])) },
    title: t('where.map', { map: map + 1 }),
    note: isDefault && best ? `${best}; ${note}` : note,
    find: canExcite(run) ? () => void openExciting(stage, map, run) : null,
    open: () => {
      if (!state.selection) select(selectionIn(stage, [map], 'maps'));
      open({ key: stage.key, how: 'column' });
    },
  };
}

/** @param {{found: MadeMap | null, stage: Stage, map: number, cell: number[], run: Trace, selection: Selection, isSliding: boolean, slide: () => void}} of @returns {import('./head.js').Button[]} */
function buttonsOf({ found, stage, map, cell, run, selection, isSliding, slide }) {
  const count = found ? found.made.kernels.length : '…';
  const channel = found ? strongest(found.sums) : 0;
  const isOriginal = Boolean(selection.original && session.original);
  return [
    { words: t(isSliding ? 'dock.map.stop' : 'dock.map.slide'), short: isSliding ? undefined : t('dock.short.slide'), act: slide, name: 'slide', pressed: isSliding },
    { words: t('dock.map.all', { count }), short: t('dock.short.terms', { count }), act: () => openTerms({ ...selectionIn(stage, [map, ...cell], 'maps'), original: selection.original }, run), name: 'terms' },
    { words: t('dock.map.kernel'), short: t('dock.short.kernel'), act: async () => (await needModule(() => import('./changes/kernel.js'))).openKernel({ layer: stage.layer ?? 0, map, channel }), name: 'kernel' },
    ...(isOriginal ? [] : [switchButton({ layer: stage.layer ?? 0, direction: 0, unit: map, isMap: true })]),
  ];
}

/** Over the map, cell by cell; null when the window has been everywhere. @param {MadeMap} found @param {(at: number[] | null) => void} show */
function through({ made: { size: [rows, columns] } }, show) {
  let k = 0;
  return () => show(k < rows * columns ? [Math.floor(k / columns), k++ % columns] : null);
}

/** A frame around the window on each input map that is shown. @param {HTMLElement} element @param {MadeMap} found @param {number[]} at */
function markPatches(element, { settings, made: { kernel: [, tall, wide] } }, [y, x]) {
  if (!settings) return;
  const { stride, padding, dilation } = settings;
  const [top, left] = [y * stride - padding, x * stride - padding];
  for (const frame of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll('.pg-window'))) {
    const cell = Number(frame.dataset.cell);
    Object.assign(frame.style, { left: `${left * cell}px`, top: `${top * cell}px`, width: `${((wide - 1) * dilation + 1) * cell}px`, height: `${((tall - 1) * dilation + 1) * cell}px` });
  }
}
