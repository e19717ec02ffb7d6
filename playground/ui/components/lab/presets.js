// Pictures, kernels and whole set-ups to begin from.

/** @param {...string} lines */
const rows = (...lines) => lines.map((line) => [...line].map((c) => (c === '.' ? 0 : c === '#' ? 1 : Number(c) / 10)));

const CROSS = rows('#....#', '.#..#.', '..##..', '..##..', '.#..#.', '#....#');
const EDGE = rows('...###', '...###', '...###', '...###', '...###', '...###');
const HOUSE = rows('...##...', '..#..#..', '.#....#.', '########', '.#....#.', '.#.##.#.', '.#.##.#.', '.######.');

/** One channel each. The digit is the digits' example of a 2 as the network sees it, halved, in tenths. */
export const PICTURES = /** @type {Record<string, number[][]>} */ ({
  cross: CROSS,
  edge: EDGE,
  house: HOUSE,
  digit: rows(
    '.....252....', '....58591...', '...481.72...', '...592.82...', '......19....', '......64....',
    '.....38.....', '....192.....', '..13951.....', '.3#96799885.', '.341....11..', '............',
  ),
  empty: rows('......', '......', '......', '......', '......', '......'),
});

/** @param {string[]} lines @returns {number[][][]} */
const colour = (lines) => [0, 1, 2].map((c) => lines.map((line) => [...line].map((name) => COLOURS[name][c])));
/** The colours of the brush, by the letter that stands for them in a picture. */
export const COLOURS = /** @type {Record<string, number[]>} */ ({ k: [0, 0, 0], w: [1, 1, 1], r: [1, 0, 0], g: [0, 1, 0], b: [0, 0, 1], y: [1, 1, 0], c: [0, 1, 1], m: [1, 0, 1] });
/** Three channels each. */
export const COLOURED = /** @type {Record<string, number[][][]>} */ ({
  flag: colour(['rrrbbb', 'rrrbbb', 'rrrbbb', 'rrrbbb', 'rrrbbb', 'rrrbbb']),
  light: colour(['kkkkkk', 'kkrrkk', 'kkyykk', 'kkggkk', 'kkkkkk', 'kkkkkk']),
  flower: colour(['kkrrkk', 'krwwrk', 'rwyywr', 'rwyywr', 'krwwrk', 'kkrrkk']),
});

const ninth = 1 / 9;
/** A 3x3 each, put into the middle of a kernel of another size, alike in each channel. */
export const KERNELS = /** @type {Record<string, number[][]>} */ ({
  identity: [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
  vertical: [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
  horizontal: [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
  falling: [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]],
  rising: [[-1, -1, 1], [-1, 1, -1], [1, -1, -1]],
  sobelX: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
  sobelY: [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
  blur: [[ninth, ninth, ninth], [ninth, ninth, ninth], [ninth, ninth, ninth]],
  sharpen: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
  emboss: [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
});

const zero = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
const start = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], relu: false, pooling: 'none', bias: [0, 0] };
/** @param {...string} names */
const grey = (...names) => names.map((name) => [KERNELS[name]]);

/** Whole set-ups by name; those of the first row of buttons, and where the text of the page leads to. */
export const SETUPS = /** @type {Record<string, import('./state.js').Request>} */ ({
  example: { ...start, input: [CROSS], kernels: grey('falling', 'rising') },
  padding: { ...start, input: [CROSS], kernels: grey('falling', 'rising'), padding: [1, 1] },
  pooling: { ...start, input: [HOUSE], kernels: grey('vertical', 'horizontal'), padding: [1, 1], relu: true, pooling: 'max' },
  stride: { ...start, input: [HOUSE], kernels: grey('sharpen', 'blur'), padding: [1, 1], stride: [2, 2] },
  edges: { ...start, input: [PICTURES.digit], kernels: grey('sobelX', 'sobelY'), padding: [1, 1] },
  colour: { ...start, input: COLOURED.flag, kernels: [[KERNELS.vertical, zero, zero], [KERNELS.vertical, KERNELS.vertical, KERNELS.vertical]] },
});
