// Reads the frames that ui/wire.py writes; the format is described there.

/** The frames of a streamed response, one after another: {stage, layer, direction, t, count, arrays: {name: ...}}. */
export async function* frames(response) {
  const reader = response.body.getReader();
  let held = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    held = joined(held, value);
    for (let size; held.length >= 8 && held.length >= (size = sizeOf(held)); held = held.subarray(size)) {
      yield decode(held.subarray(0, size));
    }
  }
}

function joined(a, b) {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function lengths(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return [view.getUint32(0, true), view.getUint32(4, true)];
}

function sizeOf(bytes) {
  const [head, payload] = lengths(bytes);
  return 8 + head + payload;
}

function decode(bytes) {
  const [length] = lengths(bytes);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const arrays = {};
  let at = 8 + length;
  for (const [name, shape, encoding, scale] of head.arrays) {
    const count = shape.reduce((a, b) => a * b, head.count);
    const size = BYTES[encoding](count);
    arrays[name] = { shape, scale, encoding, values: READ[encoding](bytes.subarray(at, at + size), count, scale) };
    at += size;
  }
  return { ...head, arrays };
}

const twelve = (count) => count + Math.ceil(count / 2);
const BYTES = { float32: (n) => 4 * n, byte: (n) => n, window: (n) => Math.ceil(n / 4), unit12: twelve, signed12: twelve };

const READ = {
  float32: (bytes, count) => new Float32Array(bytes.slice().buffer, 0, count),
  byte: (bytes) => Float32Array.from(bytes, (v) => v / 255),
  window: (bytes, count) => Float32Array.from({ length: count }, (_, i) => (bytes[i >> 2] >> (2 * (i & 3))) & 3),
  unit12: (bytes, count) => twelveBits(bytes, count, (q) => q / 4095),
  signed12: (bytes, count, scale) => twelveBits(bytes, count, (q) => ((q - 2048) * scale) / 2047),
};

/** The high eight bits of each value, then the low four of each, two in a byte. */
function twelveBits(bytes, count, value) {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = value((bytes[i] << 4) | ((bytes[count + (i >> 1)] >> (4 * (i & 1))) & 15));
  return out;
}
