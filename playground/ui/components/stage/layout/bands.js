// The bands between layers in which edges run: as wide as what they lead to needs, and all that is left is shared among them.

/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./frame.js').Frame} Frame */
/** `least` and what it should have more, device pixels. @typedef {{least: number, extra: number}} Band */

// CSS px, along x and down a phone's page: least, and more.
const SIZES = {
  maps: { wide: [56, 76], down: [14, 21] },
  strip: { wide: [20, 92], down: [3, 5] },
  readout: { wide: [50, 52], down: [3, 5] },
  dense: { wide: [60, 80], down: [12, 24] },
  node: { wide: [60, 70], down: [20, 40] },
  label: { wide: [6, 6], down: [2, 2] },
};

/** The band before an item; the first has none, it has its entry. @param {Item | undefined} before @param {Item} item @param {Frame} frame @returns {Band} */
export function bandBefore(before, item, { down, px }) {
  if (!before) return { least: 0, extra: 0 };
  const [least, extra] = SIZES[bandName(before, item)][down ? 'down' : 'wide'];
  return { least: px(least), extra: px(extra) };
}

/** @param {Item} before @param {Item} item @returns {keyof typeof SIZES} */
function bandName(before, item) {
  if (item.type === 'label' || before.type === 'label') return 'label';
  if (item.type === 'maps') return 'maps';
  if (item.type === 'strip' && before.type === 'maps') return 'strip';
  if (item.type === 'logits' && before.type === 'strip') return 'readout';
  return item.type === 'nodes' && item.layers[0].role === 'logits' ? 'node' : 'dense';
}

/** The widths of the bands when `room` is to be shared; each has its least, and what is left by what each should have more. @param {Band[]} bands @param {number} scale of the least @param {number} room @param {number} [most] times what each should have more */
export function sharedOut(bands, scale, room, most = Infinity) {
  const least = bands.map((band) => Math.round(band.least * scale));
  const extras = bands.reduce((sum, { extra }) => sum + extra, 0);
  const left = Math.max(0, room - least.reduce((sum, width) => sum + width, 0));
  const factor = extras ? Math.min(most, left / extras) : 0;
  return bands.map(({ extra }, k) => least[k] + Math.floor(extra * factor));
}

/** What bands take at least at a level of tightness. @param {Band[]} bands @param {{bands: number, comfort: number}} level */
export const takenBy = (bands, level) => bands.reduce((sum, { least, extra }) => sum + Math.ceil(least * level.bands) + Math.ceil(extra * level.comfort), 0);
