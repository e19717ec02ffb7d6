// How large maps are drawn: the largest whole number of device pixels a value at which all maps of all layers have room.

/** @typedef {import('./groups.js').Group} Group */
/** @typedef {import('./layout.js').Size} Size */
/** The tiles of a group in CSS px: `layer` from one layer's maps to the next. @typedef {{box: number, columns: number, rows: number, pitchX: number, pitchY: number, layer: number}} MapTiles */

const GAPS = { least: [1, 6], most: [4, 12] }; // between tiles: across, and between layers
const GUTTER = { least: 6, most: 12 }; // under a tile, through which edges run

/** @param {Group} group */
const largest = ({ members }) => Math.max(...members.map(({ shape }) => Math.max(shape[1], shape[2])));

/** With so many device pixels a value: how many columns of maps are needed, and how wide that is. @param {Group} group @param {number} box @param {number} height */
function option({ members }, box, height) {
  const rows = Math.max(1, Math.floor((height + GUTTER.most - 2) / (box + GUTTER.least)));
  const [count] = members[0].shape;
  const columns = Math.ceil(count / rows);
  return { box, columns, rows: Math.min(rows, Math.ceil(count / columns)), width: widthFor(members.length, columns, box, 0) };
}

/** @param {number} layers @param {number} columns @param {number} box @param {number} ease 0 with the smallest gaps, 1 with the usual ones */
function widthFor(layers, columns, box, ease) {
  const [tile, layer] = GAPS.least.map((least, k) => Math.floor(least + ease * (GAPS.most[k] - least)));
  return layers * (columns * (box + tile) - tile) + (layers - 1) * layer;
}

/**
 * The tiles of each group of maps, which together are as wide as `width` at the most where that can be: first the smallest
 * zoom, then whichever is smallest grows as long as there is room. Where not even the smallest have room fewer are shown.
 * @param {Group[]} groups @param {number} width @param {number} height @param {Size} size
 */
export function fitted(groups, width, height, { dpr }) {
  const maps = groups.map((group, k) => ({ group, k, side: group.form === 'maps' ? largest(group) : 0 })).filter(({ side }) => side > 0);
  const zooms = maps.map(({ side }) => Math.min(1, Math.max(0.25, Math.floor((height * dpr) / side))));
  const at = (/** @type {number} */ i, zoom = zooms[i]) => option(maps[i].group, (Math.ceil(maps[i].side * zoom)) / dpr, height);
  const chosen = maps.map((_, i) => at(i));
  const total = () => chosen.reduce((sum, { width: w }) => sum + w, 0);
  shrink(chosen, maps.map(({ group }) => group), width);
  const isFull = maps.map(() => false);
  while (isFull.includes(false)) {
    const i = isFull.reduce((best, full, k) => (full || (best >= 0 && zooms[best] <= zooms[k]) ? best : k), -1);
    const next = at(i, Math.floor(zooms[i]) + 1);
    const fits = next.box <= height && total() - chosen[i].width + next.width <= width;
    if (fits) [zooms[i], chosen[i]] = [Math.floor(zooms[i]) + 1, next];
    else isFull[i] = true;
  }
  const most = maps.reduce((sum, { group }, i) => sum + widthFor(group.members.length, chosen[i].columns, chosen[i].box, 1), 0);
  const ease = Math.max(0, Math.min(1, (width - total()) / Math.max(1, most - total())));
  return spread(groups, maps, chosen, ease, height);
}

/** Fewer columns where there is no room for all, from the widest on. @param {ReturnType<typeof option>[]} chosen @param {Group[]} groups @param {number} width */
function shrink(chosen, groups, width) {
  const total = () => chosen.reduce((sum, { width: w }) => sum + w, 0);
  while (total() > width && chosen.some(({ columns }) => columns > 1)) {
    const i = chosen.reduce((best, one, k) => (one.columns > 1 && (best < 0 || one.width > chosen[best].width) ? k : best), -1);
    const columns = chosen[i].columns - 1;
    chosen[i] = { ...chosen[i], columns, width: widthFor(groups[i].members.length, columns, chosen[i].box, 0) };
  }
}

/** @param {Group[]} groups @param {{group: Group, k: number}[]} maps @param {ReturnType<typeof option>[]} chosen @param {number} ease @param {number} height */
function spread(groups, maps, chosen, ease, height) {
  const [tile, layer] = GAPS.least.map((least, k) => Math.floor(least + ease * (GAPS.most[k] - least)));
  /** @type {(MapTiles | undefined)[]} */
  const tiles = groups.map(() => undefined);
  const widths = groups.map(() => 0);
  maps.forEach(({ group, k }, i) => {
    const { box, columns, rows } = chosen[i];
    const gutter = rows > 1 ? Math.max(GUTTER.least, Math.min(GUTTER.most, Math.floor((height - rows * box) / (rows - 1)))) : GUTTER.most;
    const across = columns * (box + tile) - tile;
    tiles[k] = { box, columns, rows, pitchX: box + tile, pitchY: box + gutter, layer: across + layer };
    widths[k] = group.members.length * (across + layer) - layer;
  });
  return { tiles, widths, isTight: ease < 0.5 };
}
