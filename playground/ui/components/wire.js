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

const twelve = (count) => Math.ceil(count / 2) * 3;
const BYTES = { float32: (n) => 4 * n, byte: (n) => n, window: (n) => Math.ceil(n / 4), unit12: twelve, signed12: twelve };

const READ = {
  float32: (bytes, count) => new Float32Array(bytes.slice().buffer, 0, count),
  byte: (bytes) => Float32Array.from(bytes, (v) => v / 255),
  window: (bytes, count) => Float32Array.from({ length: count }, (_, i) => (bytes[i >> 2] >> (2 * (i & 3))) & 3),
  unit12: (bytes, count) => pairs(bytes, count, (q) => q / 4095),
  signed12: (bytes, count, scale) => pairs(bytes, count, (q) => ((q - 2048) * scale) / 2047),
};

function pairs(bytes, count, value) {
  const out = new Float32Array(count);
  for (let i = 0, b = 0; i < count; i += 2, b += 3) {
    out[i] = value(bytes[b] | ((bytes[b + 1] & 15) << 8));
    if (i + 1 < count) out[i + 1] = value((bytes[b + 1] >> 4) | (bytes[b + 2] << 4));
  }
  return out;
}
