// A selection in the page's address, and back: ?cell=LSTMStep.0.0.12.forget.5, and .original beside a changed network.

export const write = ({ stage, layer, direction, t: time, quantity, index, original }) =>
  [stage, layer ?? '', direction ?? '', time ?? '', quantity, index.join('-'), ...(original ? ['original'] : [])].join('.');

export function read(cell) {
  const parts = cell?.split('.') ?? [];
  if (parts.length < 6 || parts.length > 7) return null;
  const [stage, layer, direction, time, quantity, index, original] = parts;
  const number = (text) => (text === '' ? null : Number(text));
  return { stage, layer: number(layer), direction: number(direction), t: number(time), quantity, index: index.split('-').map(Number), original: original === 'original' };
}
