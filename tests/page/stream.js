// Frames as the server packs them, for tests: written from the description in playground/ui/wire.py.

const encoder = new TextEncoder();

/** The bytes of a 12-bit array: high eight bits of each, then low four, two in a byte. @param {number[]} q */
function twelve(q) {
  const low = q.map((v) => v & 15);
  const pairs = Array.from({ length: Math.ceil(q.length / 2) }, (_, k) => low[2 * k] | ((low[2 * k + 1] ?? 0) << 4));
  return Uint8Array.from([...q.map((v) => v >> 4), ...pairs]);
}

const PACK = {
  float32: (values) => new Uint8Array(Float32Array.from(values).buffer),
  byte: (values) => Uint8Array.from(values, (v) => Math.round(v * 255)),
  window: (values) => Uint8Array.from({ length: Math.ceil(values.length / 4) }, (_, k) => [0, 1, 2, 3].reduce((sum, i) => sum | ((values[4 * k + i] ?? 0) << (2 * i)), 0)),
  unit12: (values) => twelve(values.map((v) => Math.round(v * 4095))),
  signed12: (values, scale) => twelve(values.map((v) => Math.round(v * (2047 / scale)) + 2048)),
};

/** One frame: `arrays` {name: {shape, encoding, values}}. */
export function pack(head, arrays = {}, count = 1) {
  const parts = [];
  const described = Object.entries(arrays).map(([name, { shape, encoding, values }]) => {
    const scale = encoding === 'signed12' ? Math.max(...values.map(Math.abs)) || 1 : 1;
    parts.push(PACK[encoding](values, scale));
    return [name, shape, encoding, scale];
  });
  const text = encoder.encode(JSON.stringify({ ...head, count, arrays: described }));
  const lengths = new Uint8Array(new Uint32Array([text.length, parts.reduce((sum, part) => sum + part.length, 0)]).buffer);
  return Uint8Array.from([...lengths, ...text, ...parts.flatMap((part) => [...part])]);
}

/** A response whose body comes in pieces of a size. */
export function response(frames, size = 7) {
  const all = Uint8Array.from(frames.flatMap((frame) => [...frame]));
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < all.length; at += size) controller.enqueue(all.subarray(at, at + size));
      controller.close();
    },
  });
  return { body };
}

/** Numbers that look random and are the same in every run. @param {number} seed */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
