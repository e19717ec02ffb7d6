// A selection in the page's address, and back: ?cell=LSTMStep.0.0.12.forget.5

export const write = ({ stage, layer, direction, t: time, quantity, index }) => [stage, layer ?? '', direction ?? '', time ?? '', quantity, index.join('-')].join('.');

export function read(cell) {
  const parts = cell?.split('.');
  if (parts?.length !== 6) return null;
  const [stage, layer, direction, time, quantity, index] = parts;
  const number = (text) => (text === '' ? null : Number(text));
  return { stage, layer: number(layer), direction: number(direction), t: number(time), quantity, index: index.split('-').map(Number) };
}
