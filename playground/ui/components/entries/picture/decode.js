// A file as something that can be drawn: pictures as the browser decodes them, and SVG as an <img> draws it, without scripts
// and without anything from elsewhere.

const BEGINNING = 1024; // bytes in which a format tells its name
const HEIC = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];
const SVG_SIZE = [300, 150]; // of one that says nothing of it, in every browser

/** Why a file is no picture here; `key` is the name of its sentence. */
export class Unreadable extends Error {
  /** @param {'heic' | 'not_a_picture'} key */
  constructor(key) {
    super(key);
    this.key = key;
  }
}

/** What can be drawn, turned as its EXIF data say. @typedef {{source: CanvasImageSource, width: number, height: number, close: () => void}} Drawable */

/** Throws Unreadable where the browser cannot decode the file; what was drawn already is. @param {File | HTMLCanvasElement} file @returns {Promise<Drawable>} */
export async function decode(file) {
  if (file instanceof HTMLCanvasElement) return { source: file, width: file.width, height: file.height, close: () => {} };
  const beginning = new TextDecoder('latin1').decode(await file.slice(0, BEGINNING).arrayBuffer());
  try {
    if (isSvg(file, beginning)) return await drawn(await file.text());
    const source = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return { source, width: source.width, height: source.height, close: () => source.close() };
  } catch {
    throw new Unreadable(isHeic(beginning) ? 'heic' : 'not_a_picture');
  }
}

/** An iPhone's photo, whatever it is called. @param {string} beginning */
export const isHeic = (beginning) => beginning.slice(4, 8) === 'ftyp' && HEIC.includes(beginning.slice(8, 12));

/** @param {{type: string}} file @param {string} beginning */
export const isSvg = ({ type }, beginning) => type === 'image/svg+xml' || /^[^<]{0,3}\s*<(\?xml|!--|!doctype svg|svg)/i.test(beginning) && /<svg[\s>]/i.test(beginning);

/** @param {string} text @returns {Promise<Drawable>} */
async function drawn(text) {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement; // nothing in it runs
  if (root.localName !== 'svg') throw new Error('that is no SVG');
  const [width, height] = svgSize((name) => root.getAttribute(name) ?? '');
  root.setAttribute('width', String(width)); // some browsers draw none that has no size
  root.setAttribute('height', String(height));
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(root)], { type: 'image/svg+xml' }));
  const source = new Image(width, height);
  source.src = address;
  await source.decode().finally(() => URL.revokeObjectURL(address));
  return { source, width, height, close: () => {} };
}

/** Width and height of an SVG in pixels. @param {(name: string) => string} attribute @returns {number[]} */
export function svgSize(attribute) {
  const [, , boxWidth, boxHeight] = attribute('viewBox').split(/[\s,]+/).map(Number);
  const box = boxWidth > 0 && boxHeight > 0 ? [boxWidth, boxHeight] : null;
  const said = ['width', 'height'].map((name) => (attribute(name).endsWith('%') ? NaN : parseFloat(attribute(name))));
  if (said.every((side) => side > 0)) return said;
  if (box && said.some((side) => side > 0)) return said[0] > 0 ? [said[0], (said[0] * box[1]) / box[0]] : [(said[1] * box[0]) / box[1], said[1]];
  return box ?? SVG_SIZE;
}
