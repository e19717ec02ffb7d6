// A map that was made of one map of the layer before, in the dock: ReLU, pooling, normalisation; before, after, one cell.

import { strongest } from '../run/largest.js';
import { stageTitle } from '../run/quantity_names.js';
import { mainQuantity } from '../run/declarations.js';
import { runs } from '../run/session.js';
import { scaleFor } from '../stage/colours.js';
import { point, select } from '../stage/selecting.js';
import { screenNow } from '../stage/screen.js';
import { t } from '../text/text.js';
import { equation } from '../text/equations.js';
import { changePooling, changeActivation } from './changes/open.js';
import { caption, el, line } from './parts.js';
import { frameAt, cellSize, picked } from './pictures.js';
import { makeSliding } from './sliding.js';
import { toldOf } from './told.js';
import { before, given, mapOf, selectionIn, stageOf } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../explanation/selection.js').Selection} Selection */

const SLIDING = 250; // milliseconds that the window stands at each cell

/** @type {import('./dock.js').MakeView} */
export function passedView(place, head) {
  let turn = 0;
  const sliding = makeSliding(SLIDING);
  return {
    clear: () => (turn++, sliding.stop()),
    async show(selection, run) {
      const mine = ++turn;
      sliding.stop();
      const stage = stageOf(run, selection);
      const values = stage && given(stage);
      if (!selection || !stage || !values) return;
      const [map] = selection.index;
      const width = values.shape[2];
      const best = strongest(mapOf(values, map));
      const to = (/** @type {number[]} */ index) => ({ ...selectionIn(stage, index), original: selection.original });
      const draw = async (/** @type {number} */ at) => {
        const cell = [map, Math.floor(at / width), at % width];
        const told = await toldOf(to(cell), run).catch(() => null);
        if (mine !== turn) return;
        place.replaceChildren(picturesOf({ run, stage, map, cell, told, pick: (y, x) => select(to([map, y, x])) }), wordsOf({ run, stage, map, told, cell }));
      };
      const isPooling = /Pooling$/.test(stage.kind);
      const buttons = () => [
        { words: t(sliding.isOn() ? 'dock.map.stop' : 'dock.map.slide'), short: sliding.isOn() ? undefined : t('dock.short.slide'), name: 'slide', pressed: sliding.isOn(), act: () => {
          let at = 0;
          if (sliding.isOn()) sliding.stop();
          else sliding.start(() => {
            if (at >= values.shape[1] * width) sliding.stop();
            else {
              draw(at);
              point(to([map, Math.floor(at / width), at++ % width]));
            }
          });
          head.buttons(buttons());
        } },
        ...(isPooling ? [{ words: t('dock.pooling'), short: t('dock.short.pooling'), act: changePooling, name: 'pooling' }] : []),
        ...(stage.kind === 'Activation' ? [{ words: t('dock.activation'), short: t('dock.short.activation'), act: changeActivation, name: 'activation' }] : []),
      ];
      head.say({
        up: { words: stageTitle(stage, run), act: () => select(selectionIn(stage, [])) },
        title: t('where.map', { map: map + 1 }),
        note: t('dock.map.size', { height: values.shape[1], width }),
        buttons: buttons(),
      });
      await draw(best);
    },
  };
}

/** The map before, and after. @param {{run: Trace, stage: Stage, map: number, cell: number[], told: import('./told.js').Told | null, pick: (y: number, x: number) => void}} of */
function picturesOf({ run, stage, map, cell, told, pick }) {
  const source = before(run, stage);
  const room = screenNow().lowDock || screenNow().phone ? 58 : 168;
  const one = (/** @type {Stage} */ of, /** @type {number[] | null} */ at, /** @type {((y: number, x: number) => void) | undefined} */ act) => {
    const array = given(of);
    if (array?.shape.length !== 3) return null;
    const [, height, width] = array.shape;
    const channel = array.shape[0] > map ? map : 0;
    const name = stageTitle(of, run);
    const painted = { values: array.values, from: channel * height * width, height, width, scale: scaleFor(of, of.declared ? mainQuantity(of.declared) : '', runs()) };
    return { figure: el('figure', '', caption(name)), picture: picked(painted, room, { label: `${name}, ${t('where.map', { map: channel + 1 })}`, at, pick: act }), cell: cellSize(room, Math.max(height, width)) };
  };
  const from = source ? one(source, null, undefined) : null;
  const to = one(stage, cell.slice(1), pick);
  const read = told?.sources.find(({ ranges }) => ranges.length === 3 && source?.kind);
  if (from && read) {
    const [, [top, bottom], [left, right]] = read.ranges;
    from.picture.append(frameAt([left, top, right - left, bottom - top], from.cell));
  }
  from?.figure.append(from.picture);
  to?.figure.append(to.picture);
  return el('div', 'pg-before-after', ...(from ? [from.figure, el('span', 'pg-operator', '→')] : []), ...(to ? [to.figure] : []));
}

/** The equation, how many cells are passed, and one cell with its numbers. @param {{run: Trace, stage: Stage, map: number, told: import('./told.js').Told | null, cell: number[]}} of */
function wordsOf({ stage, map, told, cell }) {
  const values = given(stage);
  const passed = stage.function === 'relu' && values ? mapOf(values, map).filter((value) => value > 0).length : null;
  const note = t(`stages.${stage.function ?? stage.kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}.note`);
  return el('div', 'pg-words',
    ...(note ? [el('p', 'pg-muted', note)] : []),
    ...(passed === null ? [] : [el('p', '', t('dock.passed', { cells: passed, all: values ? mapOf(values, map).length : 0 }))]),
    ...(told ? [line(t('dock.map.cell', { row: cell[1] + 1, column: cell[2] + 1 }), ...equation(told.symbols.at(-1) ?? '')), line('', ...equation(told.numbers.at(-1) ?? ''))] : []));
}
