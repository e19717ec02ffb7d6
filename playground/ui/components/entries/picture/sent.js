// A picture as it is sent: how many pixels of it, and their light, with alpha where it is transparent.

const USUAL = 256; // pixels of the longest side; the network reads 28
const MOST = 512; // what the server accepts (tasks/picture/given.py)
const LARGE = 1024; // of what is larger a small part may be the digit
const CLEAR = 352; // where alpha is sent, too: both together are as many bytes
const SHORTEST = 8; // what the server accepts

/** Width and height in which a picture is sent. @param {number} width @param {number} height @param {boolean} isClear @returns {[number, number]} */
export function sizeOf(width, height, isClear) {
  const longest = Math.max(width, height);
  const most = longest <= LARGE ? USUAL : isClear ? CLEAR : MOST;
  const scale = Math.min(1, most / longest);
  const side = (/** @type {number} */ pixels) => Math.max(SHORTEST, Math.round(pixels * scale));
  return [side(width), side(height)];
}

/** Whether a pixel is transparent. @param {Uint8ClampedArray} data red, green, blue, alpha */
export const isClear = (data) => data.some((value, k) => k % 4 === 3 && value < 255);

/** Light, by the weights of Rec. 601, as in Pillow's "L". @param {Uint8ClampedArray} data @returns {Uint8Array} */
export function greyOf(data) {
  const grey = new Uint8Array(data.length / 4);
  for (let i = 0; i < grey.length; i++) grey[i] = Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]);
  return grey;
}

/** @param {Uint8ClampedArray} data @returns {Uint8Array} */
export const alphaOf = (data) => Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3]);

/** Whether what can be seen of a transparent picture is light: it is shown on dark ground. @param {Uint8Array} grey @param {Uint8Array} alpha */
export function isLight(grey, alpha) {
  const seen = alpha.reduce((sum, value) => sum + value, 0);
  return grey.reduce((sum, value, i) => sum + value * alpha[i], 0) > 128 * seen;
}

/** @param {Uint8Array} bytes */
export function base64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Red, green, blue and alpha of a picture that was sent. @param {string} grey @param {string | null} alpha bytes, as atob gives them */
export function pixelsOf(grey, alpha) {
  return Uint8ClampedArray.from({ length: 4 * grey.length }, (_, k) => (k % 4 < 3 ? grey.charCodeAt(k >> 2) : alpha === null ? 255 : alpha.charCodeAt(k >> 2)));
}
