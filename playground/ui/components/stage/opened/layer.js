// A layer at full size: all its maps as large as there is room, and all its kernels beside them.

import { kernelsPicture } from '../../dock/kernels.js';
import { el } from '../../dock/parts.js';
import { given, selectionIn } from '../../dock/where.js';
import { mainQuantity } from '../../run/declarations.js';
import { stageTitle } from '../../run/quantity_names.js';
import { runs } from '../../run/session.js';
import { layerWeights } from '../../server/layer_weights.js';
import { state } from '../../store/store.js';
import { t } from '../../text/text.js';
import { scaleFor } from '../colours.js';
import { point, select } from '../selecting.js';
import { tilesFor } from './column_layout.js';
import { cellAt, paintPieces } from './pieces.js';

/** @typedef {import('../../run/trace.js').Stage} RunStage */
/** @typedef {import('./pieces.js').Piece} Piece */

const KERNELS = 0.4; // of the width
const LABEL = 16;

/** @param {HTMLElement} place @returns {import('./opened.js').Content} */
export function makeLayer(place) {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  const [marks, kernels] = [el('div', 'pg-opened-marks'), el('div', 'pg-opened-kernels')];
  place.append(canvas, marks, kernels);
  /** @type {{stage: RunStage, pieces: Piece[]} | null} */
  let now = null;
  let turn = 0;
  const under = (/** @type {MouseEvent} */ { offsetX, offsetY }) => {
    for (const [map, piece] of now?.pieces.entries() ?? []) {
      const cell = cellAt(piece, offsetX, offsetY);
      if (cell && now) return selectionIn(now.stage, [map, ...cell]);
    }
    return null;
  };
  canvas.addEventListener('pointermove', (event) => point(under(event)));
  canvas.addEventListener('pointerleave', () => point(null));
  canvas.addEventListener('click', (event) => {
    const found = under(event);
    const isSame = found && state.selection?.stage === found.stage && state.selection.index[0] === found.index[0];
    if (found) select(isSame ? found : { ...found, index: found.index.slice(0, 1) });
  });
  return {
    async show({ stage, run, size }) {
      const mine = ++turn;
      const values = given(stage);
      if (values?.shape.length !== 3) return stageTitle(stage, run);
      const title = t('dock.opened.layer', { layer: stageTitle(stage, run), count: values.shape[0] });
      const weights = run.forward ? gradientsOf(/** @type {any} */ (run), stage.layer) : stage.kind === 'Convolution' ? await layerWeights(run.architecture, stage.layer ?? 0, { changes: run.of?.changes }).catch(() => null) : null;
      if (mine !== turn) return title;
      const width = weights ? Math.floor(size.width * (1 - KERNELS)) - 24 : size.width;
      now = { stage, pieces: draw(canvas, stage, { ...size, width }) };
      canvas.setAttribute('aria-label', title);
      const room = { width: Math.floor(size.width * KERNELS), height: size.height - 24 };
      kernels.replaceChildren(...(weights?.weight.shape.length === 4 ? [kernelsPicture(weights.weight, (map) => select(selectionIn(stage, [map])), room)] : []));
      marks.replaceChildren(...now.pieces.map(({ box }, map) => {
        const number = el('span', 'number', String(map + 1));
        Object.assign(number.style, { left: `${box.x}px`, top: `${box.y - LABEL}px` });
        return number;
      }));
      return title;
    },
    point() {
      for (const old of marks.querySelectorAll('i')) old.remove();
      for (const [name, one] of /** @type {const} */ ([['selected', state.selection], ['pointed', state.pointed]])) {
        if (!now || !one?.index.length || one.stage !== now.stage.kind || (one.layer ?? undefined) !== now.stage.layer) continue;
        const piece = now.pieces[one.index[0]];
        const [row, column] = one.index.slice(1);
        const mark = el('i', name === 'selected' && row === undefined ? 'whole' : 'cell');
        const [x, y, w, h] = row === undefined ? [0, 0, piece.columns, piece.rows] : [column, row, 1, 1];
        Object.assign(mark.style, { left: `${piece.box.x + x * piece.cell}px`, top: `${piece.box.y + y * piece.cell}px`, width: `${w * piece.cell}px`, height: `${h * piece.cell}px` });
        marks.append(mark);
      }
    },
    key: () => false,
  };
}

/** d loss / d the kernels of a layer. @param {import('../../run/gradient_trace.js').GradientTrace} run @param {number | undefined} layer */
function gradientsOf({ kernels }, layer) {
  const weight = kernels.get(layer ?? -1);
  return weight ? { weight } : null;
}

/** @param {HTMLCanvasElement} canvas @param {RunStage} stage @param {{width: number, height: number, dpr: number}} size @returns {Piece[]} */
function draw(canvas, stage, size) {
  const values = /** @type {import('../../run/trace.js').Values} */ (given(stage));
  const [count, rows, columns] = values.shape;
  const { cell, across, pitchX, pitchY } = tilesFor(size, values.shape, LABEL + 4);
  const scale = scaleFor(stage, stage.declared ? mainQuantity(stage.declared) : '', runs());
  const pieces = Array.from({ length: count }, (_, map) => ({
    box: { x: (map % across) * pitchX + 1, y: Math.floor(map / across) * pitchY + LABEL, width: cell * columns, height: cell * rows },
    cell, values: values.values, from: map * rows * columns, rows, columns, scale,
  }));
  paintPieces(canvas, size, pieces);
  return pieces;
}
