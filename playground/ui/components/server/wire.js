// Reads the frames that ui/wire.py writes; the format is described there.

/**
 * @typedef {'float32' | 'byte' | 'bytes' | 'window' | 'signed8' | 'unit12' | 'signed12' | 'blank' | 'rough'} Encoding bytes: 0 to 255, of a file; blank: the shape alone, of a plan; rough: of a preview, in few levels, however they were sent
 * @typedef {Exclude<Encoding, 'rough'>} Sent
 * @typedef {{shape: number[], scale: number, encoding: Encoding, values: Float32Array}} WireArray values of (count, *shape)
 * @typedef {[string, number | null, number | null]} StageKey kind, layer, direction
 */
/**
 * A head with its arrays. Of a stage: stage, layer and so on; of the encoded input: encoded, given; first comes `run`, at
 * the last `end`.
 * @typedef {object} Frame
 * @property {number} count
 * @property {Record<string, WireArray>} arrays
 * @property {string} [stage] its kind
 * @property {number | null} [layer]
 * @property {number | null} [direction]
 * @property {string} [function]
 * @property {string} [made] how its values are made of those of the first input
 * @property {number} [temperature] of a readout
 * @property {[number, number]} [t] first and last time step
 * @property {string} [module]
 * @property {StageKey[]} [inputs]
 * @property {any} [declares] run/declarations.js
 * @property {string} [encoded]
 * @property {Record<string, any>} [given]
 * @property {{task: string, architecture: string, labels: string[]}} [run]
 * @property {import('../run/gradient_trace.js').Loss} [loss] with `run`, of gradients
 * @property {{milliseconds: number, likeness?: import('../run/trace.js').Likeness, check?: import('../run/check.js').Check}} [end]
 * @property {{to: StageKey, quantity: string, from: StageKey[], counts: number[], group?: string}} [edges] what its sources add to the nodes of a layer
 * @property {string} [error] why it was ended before its time
 * @property {number} [retry] with it: seconds after which it is worth asking again
 */

/**
 * The frames of a streamed response, one after another.
 * @param {{body: ReadableStream<Uint8Array> | null}} response
 * @returns {AsyncGenerator<Frame, void, void>}
 */
export async function* frames(response) {
  if (!response.body) return;
  const reader = response.body.getReader();
  let held = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done && held.length) throw new Error('an answer that was cut off');
    if (done) return;
    held = joined(held, value);
    for (let size; held.length >= 8 && held.length >= (size = sizeOf(held)); held = held.subarray(size)) {
      yield decode(held.subarray(0, size));
    }
  }
}

/** @param {Uint8Array<any>} a @param {Uint8Array<any>} b @returns {Uint8Array<any>} */
function joined(a, b) {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** @param {Uint8Array} bytes */
function lengths(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return [view.getUint32(0, true), view.getUint32(4, true)];
}

/** @param {Uint8Array} bytes */
function sizeOf(bytes) {
  const [head, payload] = lengths(bytes);
  return 8 + head + payload;
}

/** @param {Uint8Array} bytes @returns {Frame} */
function decode(bytes) {
  const [length] = lengths(bytes);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  /** @type {Record<string, WireArray>} */
  const arrays = {};
  let at = 8 + length;
  for (const [name, shape, encoding, scale] of /** @type {[string, number[], Sent, number][]} */ (head.arrays)) {
    if (!Object.hasOwn(READ, encoding)) throw new Error(`${head.stage ?? head.encoded}.${name}: unknown encoding ${encoding}`);
    const count = shape.reduce((a, b) => a * b, head.count);
    const size = BYTES[encoding](count);
    arrays[name] = { shape, scale, encoding, values: READ[encoding](bytes.subarray(at, at + size), count, scale) };
    at += size;
  }
  return { ...head, arrays };
}

const twelve = (/** @type {number} */ count) => count + Math.ceil(count / 2);
/** @type {Record<Sent, (count: number) => number>} */
const BYTES = { float32: (n) => 4 * n, byte: (n) => n, bytes: (n) => n, window: (n) => Math.ceil(n / 4), signed8: (n) => n, unit12: twelve, signed12: twelve, blank: () => 0 };

/** @type {Record<Sent, (bytes: Uint8Array, count: number, scale: number) => Float32Array>} */
const READ = {
  float32: (bytes, count) => new Float32Array(bytes.slice().buffer, 0, count),
  byte: (bytes) => eightBits(bytes, 0, 1 / 255),
  bytes: (bytes) => Float32Array.from(bytes),
  blank: (_, count) => new Float32Array(count),
  window: (bytes, count) => Float32Array.from({ length: count }, (_, i) => (bytes[i >> 2] >> (2 * (i & 3))) & 3),
  signed8: (bytes, _, scale) => eightBits(bytes, 128, scale / 127),
  unit12: (bytes, count) => twelveBits(bytes, count, (q) => q / 4095),
  signed12: (bytes, count, scale) => twelveBits(bytes, count, (q) => ((q - 2048) * scale) / 2047),
};

/** A hundred thousand a preview: a loop is five times as fast as Float32Array.from. @param {Uint8Array} bytes @param {number} zero @param {number} step */
function eightBits(bytes, zero, step) {
  const out = new Float32Array(bytes.length);
  for (let i = 0; i < out.length; i++) out[i] = (bytes[i] - zero) * step;
  return out;
}

/**
 * The high eight bits of each value, then the low four of each, two in a byte.
 * @param {Uint8Array} bytes
 * @param {number} count
 * @param {(q: number) => number} value
 */
function twelveBits(bytes, count, value) {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = value((bytes[i] << 4) | ((bytes[count + (i >> 1)] >> (4 * (i & 1))) & 15));
  return out;
}

// Half a step of an encoding, and a thousandth more for what rounding in float32 added on the way there and back.
const HALF = 0.5005;
/** @type {Record<Encoding, (scale: number) => number>} */
const HALF_STEPS = {
  float32: () => 0,
  window: () => 0,
  bytes: () => 0,
  blank: () => 0,
  rough: (scale) => (HALF * scale) / 3, // the fewest levels (playground/ui/previews.py)
  byte: () => HALF / 255,
  signed8: (scale) => (HALF * scale) / 127,
  unit12: () => HALF / 4095,
  signed12: (scale) => (HALF * scale) / 2047,
};

/** The most by which a value differs from the one that was sent. @param {{encoding: Encoding, scale: number}} array */
export const halfStep = ({ encoding, scale }) => HALF_STEPS[encoding](scale);
