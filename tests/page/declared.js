// What stages declare, for tests: kinds of today's networks, and kinds that the page has never seen.

const quantity = (symbol, range, role, axes, equation = '', held = false) => ({ symbol, range, role, axes, equation, held });
const gate = (symbol, equation) => quantity(symbol, 'share', 'gate', ['unit'], equation, true);
const MAPS = ['channel', 'row', 'column'];
const LOGITS = { logits: quantity('y', 'logits', 'logits', ['class']) };

export const DECLARED = {
  Input: { timed: false, quantities: { values: quantity('x', 'unbounded', 'input', ['any']) } },
  Dense: {
    timed: false,
    switchable: true,
    quantities: { pre_activation: quantity('z', 'unbounded', 'pre_activation', ['unit']), activation: quantity('a', 'unbounded', 'activation', ['unit']) },
  },
  Convolution: { timed: false, switchable: true, quantities: { maps: quantity('z', 'unbounded', 'maps', MAPS) } },
  Activation: { timed: false, quantities: { maps: quantity('a', 'unbounded', 'activation', MAPS) } },
  MaxPooling: { timed: false, quantities: { maps: quantity('p', 'unbounded', 'values', MAPS), winners: quantity('', 'index', 'winners', MAPS) } },
  Flatten: { timed: false, quantities: { values: quantity('x', 'unbounded', 'values', ['feature']) } },
  LSTMStep: {
    timed: true,
    switchable: true,
    searchable: true,
    quantities: {
      forget: gate('f', 'σ(W_f x + U_f h′ + b_f)'),
      input: gate('i', 'σ(W_i x + U_i h′ + b_i)'),
      candidate: quantity('g', 'signed', 'candidate', ['unit'], 'tanh(W_g x + U_g h′ + b_g)', true),
      output: gate('o', 'σ(W_o x + U_o h′ + b_o)'),
      cell: quantity('c', 'unbounded', 'state', ['unit'], 'f ∘ c′ + i ∘ g'),
      hidden: quantity('h', 'signed', 'state', ['unit'], 'o ∘ tanh(c)'),
    },
  },
  StepOutput: { timed: true, quantities: LOGITS },
  Output: { timed: false, quantities: LOGITS },
  // Never seen before
  MGUStep: {
    timed: true,
    switchable: true,
    searchable: true,
    quantities: {
      forget: gate('f', 'σ(W_f x + U_f h′ + b_f)'),
      candidate: quantity('n', 'signed', 'candidate', ['unit'], 'tanh(W x + U (f · h′) + b)', true),
      hidden: quantity('h', 'signed', 'state', ['unit'], '(1 − f) · h′ + f · n'),
    },
  },
  Normalisation: { timed: false, quantities: { maps: quantity('y', 'unbounded', 'values', MAPS) } },
  Addition: { timed: false, quantities: { values: quantity('y', 'unbounded', 'values', ['any'], 'a + b') } },
  Embedding: { timed: true, quantities: { values: quantity('e', 'unbounded', 'values', ['unit']) } },
  Softmax: { timed: false, quantities: { probabilities: quantity('p', 'probability', 'probabilities', ['class'], 'softmax(y)') } },
  Dropout: { timed: false, quantities: { values: quantity('y', 'unbounded', 'values', ['feature']) } },
  Opaque: { timed: false, quantities: { values: quantity('', 'unbounded', 'values', ['any']) } },
};
