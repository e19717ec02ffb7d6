// In which sizes each item of the picture could be drawn, and which of them together fill the room best.

/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./frame.js').Frame} Frame */
/** @typedef {import('./frame.js').Level} Level */
/**
 * One size of an item: `zoom` is device pixels of a value, `lines` of maps or units stand beside each other along the
 * picture, with `perLine` each; `count` of them are drawn; `along` is what it takes; `score` in doublings.
 * @typedef {{zoom: number, lines: number, perLine: number, count: number, along: number, score: number, stacked?: boolean, gap?: number}} Option
 */

const [STACKED, PARTIAL] = [1.5, 2.5]; // what it costs to stand below each other, and not to show all
const LABEL = 20; // CSS px before a layer that stands below another one of its column
export const LINE_OF_MAP = 4; // CSS px, at least, of a map that is one row of values

/** A map in device pixels, along and across the picture. @param {{width: number, height: number}} item @param {number} zoom @param {Frame} frame */
export function tileOf({ width, height }, zoom, { down, px }) {
  const [w, h] = [width * zoom, height === 1 ? Math.max(zoom, px(LINE_OF_MAP)) : height * zoom];
  return down ? { width: w, height: h, along: h, across: w } : { width: w, height: h, along: w, across: h };
}

/** Gaps between maps of a size. @param {Item} item @param {{along: number, across: number}} tile @param {Frame} frame @param {Level} level */
export function gapsOf({ feeds }, { along, across }, { px, down }, level) {
  const large = Math.min(along, across) >= px(40) ? 1 : 0;
  const gutter = feeds && !down ? Math.min(px(level.gutter[1]), Math.max(px(level.gutter[0]), Math.round(across / 4))) : px(level.gutter[0]);
  return { gap: Math.max(1, px(level.gap[large])), gutter: Math.max(1, gutter), layers: px(level.layers[large]) };
}

/** Of how much room across a layer may take, with `parts` below each other. @param {Frame} frame @param {number} parts */
export const roomAcross = ({ across, px }, parts) => Math.floor((across - (parts - 1) * px(LABEL)) / parts);
export const labelBetween = (/** @type {Frame} */ { px }) => px(LABEL);

/** @param {Item} item @param {Frame} frame @param {Level} level @returns {Option[]} */
function ofMaps(item, frame, level) {
  const several = item.layers.length > 1 && !frame.down;
  return [false, ...(several ? [true] : [])].flatMap((stacked) => {
    const room = roomAcross(frame, stacked ? item.layers.length : 1);
    const layers = stacked ? 1 : item.layers.length;
    const cost = stacked ? STACKED : 0;
    /** @type {Option[]} */
    const options = [];
    for (let zoom = 1; ; zoom++) {
      const tile = tileOf(item, zoom, frame);
      const { gap, gutter, layers: between } = gapsOf(item, tile, frame, level);
      const most = Math.max(1, Math.floor((room - tile.across) / (tile.across + gutter)) + 1);
      const along = (/** @type {number} */ lines) => layers * (frame.label + lines * (tile.along + gap) - gap) + (layers - 1) * between;
      const lines = Math.ceil(item.count / most);
      const score = Math.log2(zoom) - cost;
      if (zoom > 1 && (tile.across > Math.max(room * 0.6, frame.px(28)) || along(lines) > frame.along)) break;
      options.push({ zoom, lines, perLine: Math.ceil(item.count / lines), count: item.count, along: along(lines), score, stacked });
      for (let few = 1; zoom === 1 && few < Math.min(lines, 12); few++) {
        options.push({ zoom, lines: few, perLine: most, count: most * few, along: along(few), score: score - PARTIAL + Math.log2((most * few) / item.count), stacked });
      }
    }
    return options;
  });
}

/** From the cells of one layer to those of the next in a group. @param {Frame} frame */
export const gridsApart = ({ down, px }) => px(down ? 2 : 16);

/** @param {number} pitch @param {Frame} frame */
const gapOf = (pitch, { px }) => (pitch >= px(12) ? px(2) : pitch >= 5 ? 1 : 0);

/** Units as a grid: on its side on a phone, else standing, as near to a square as whole rows allow. @param {Item} item @param {Frame} frame @returns {Option[]} */
function ofGrid({ count, layers }, frame) {
  const most = Math.max(frame.px(20), Math.floor((frame.down ? frame.along : frame.across) / 26.6));
  const square = divisorBelow(count, Math.sqrt(count));
  /** @type {Option[]} */
  const options = [];
  for (let pitch = 1; pitch <= most; pitch++) {
    const fits = Math.floor(((frame.down ? 1 : 0.74) * frame.across) / pitch);
    const perLine = frame.down ? divisorBelow(count, fits) : Math.ceil(count / square);
    const lines = Math.ceil(count / perLine);
    const along = layers.length * (frame.label + lines * pitch) + (layers.length - 1) * gridsApart(frame);
    if (pitch > 1 && (perLine > fits || along > frame.along)) break;
    options.push({ zoom: pitch, lines, perLine, count, along, score: Math.log2(pitch), gap: gapOf(pitch, frame) });
  }
  return options;
}

/** The largest divisor of a number that is at most `most`, or `most` itself if all are far smaller. @param {number} count @param {number} most */
export function divisorBelow(count, most) {
  const limit = Math.max(1, Math.min(count, Math.floor(most)));
  for (let k = limit; k > limit * 0.4; k--) if (count % k === 0) return k;
  return limit;
}

/** @param {Item} item @param {Frame} frame @returns {Option[]} */
function ofPicture(item, frame) {
  /** @type {Option[]} */
  const options = [];
  for (let zoom = 1; ; zoom++) {
    const { along, across } = tileOf(item, zoom, frame);
    if (zoom > 1 && (along > frame.along * (frame.down ? 0.26 : 0.4) || across > frame.across * 0.45)) return options;
    options.push({ zoom, lines: 1, perLine: 1, count: 1, along: frame.label + along, score: Math.log2(zoom) });
  }
}

/** @param {Item} item @param {Frame} frame @param {boolean} isFirst @returns {number} device pixels */
function fixedOf({ type, layers }, { down, label, px }, isFirst) {
  if (type === 'label') return px(down ? 16 : 18);
  if (type === 'strip') return label + px(down ? 12 : 14);
  if (type === 'logits') return px(down ? 18 : 42);
  if (down) return label + px(layers[0].role === 'input' ? 36 : 17);
  return px(isFirst && layers[0].role === 'input' ? 55 : layers[0].role === 'logits' ? 130 : 13);
}

/** @param {Item} item @param {Frame} frame @param {Level} level @param {boolean} isFirst @returns {Option[]} */
export function optionsOf(item, frame, level, isFirst) {
  if (item.type === 'maps') return ofMaps(item, frame, level);
  if (item.type === 'grid') return ofGrid(item, frame);
  if (item.type === 'picture') return ofPicture(item, frame);
  return [{ zoom: 1, lines: 1, perLine: item.count, count: item.count, along: fixedOf(item, frame, isFirst), score: 0 }];
}

/** @typedef {{along: number, score: number, option?: Option, before?: Way}} Way */

/** One option for each item, the best that fit together into `room`; null if none do. @param {Option[][]} lists @param {number} room @returns {{options: Option[], score: number} | null} */
export function bestOf(lists, room) {
  /** @type {Way[]} */
  let ways = [{ along: 0, score: 0 }];
  for (const options of lists) {
    ways = pruned(ways.flatMap((before) => options.map((option) => ({ along: before.along + option.along, score: before.score + option.score, option, before }))).filter(({ along }) => along <= room), room);
    if (!ways.length) return null;
  }
  const best = ways[ways.length - 1];
  const chosen = [];
  for (let way = /** @type {Way | undefined} */ (best); way?.option; way = way.before) chosen.unshift(way.option);
  return { options: chosen, score: best.score };
}

const WAYS = 400; // kept at a time, of long stacks

/** Those that no other one beats in both, from the smallest on. @param {Way[]} ways @param {number} room */
function pruned(ways, room) {
  const sorted = ways.sort((a, b) => a.along - b.along || b.score - a.score);
  /** @type {Way[]} */
  const kept = [];
  for (const way of sorted) if (!kept.length || way.score > kept[kept.length - 1].score + 1e-9) kept.push(way);
  if (kept.length <= WAYS) return kept;
  const bins = new Map(kept.map((way) => [Math.floor((way.along / room) * WAYS), way]));
  return [...bins.values()];
}

/** The least that each can be. @param {Option[][]} lists */
export const leastOf = (lists) => lists.map((options) => options.reduce((least, option) => (option.along < least.along ? option : least)));

