// The way of each edge over the picture: through the gutters beside the maps of its layer, then on a curve to its target.

/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {[number, number]} Point */
/** A line to one point, or a curve to the last of three. @typedef {Point[]} Step */
/** `stem`: from where the edges of a target meet to the target. @typedef {{isDown: boolean, from: Point, steps: Step[], stem: {from: Point, steps: Step[]} | null}} Route */
/** One end of an edge: its map, unit or value, and the block in which it stands. @typedef {{box: Box, block: (Box & Partial<Block>) | null}} End */

const ROUND = 6; // px, of a corner
const MEET = 7; // px before the block, where the edges of a map meet
const AROUND = 12; // px from what stands in the way

/** Where a line leaves or arrives within the picture, as if it ran from left to right. @param {Box} box @returns {Box} */
const turned = ({ x, y, width, height }) => ({ x: y, y: x, width: height, height: width });

/** @param {End} end @param {boolean} isDown @returns {{box: Box, whole: Box, tiles: {gapX: number, gapY: number} | null, form: string}} */
function facing({ box, block }, isDown) {
  const whole = block ?? box;
  const { tiles, form = '' } = block ?? {};
  const [gapX, gapY] = tiles ? [tiles.pitchX - tiles.width, tiles.pitchY - tiles.height] : [0, 0];
  return {
    box: isDown ? turned(box) : box,
    whole: isDown ? turned(whole) : whole,
    tiles: tiles && form === 'maps' ? (isDown ? { gapX: gapY, gapY: gapX } : { gapX, gapY }) : null,
    form,
  };
}

/** Whether an edge runs downwards, as on a phone, where layers stand below each other. @param {Box} from @param {Box} to */
function runsDown(from, to) {
  const beside = to.x >= from.x + from.width - 1;
  const below = to.y >= from.y + from.height - 1;
  const overlap = Math.min(from.x + from.width, to.x + to.width) >= Math.max(from.x, to.x);
  return below && (!beside || overlap);
}

/**
 * The way from a source to a target. `others`: the blocks that may stand between.
 * @param {End} source
 * @param {End} target
 * @param {Box[]} [others]
 * @returns {Route}
 */
export function routeOf(source, target, others = []) {
  const isDown = runsDown(source.block ?? source.box, target.block ?? target.box);
  const [from, to] = [facing(source, isDown), facing(target, isDown)];
  const leave = leaving(from);
  const arrive = arriving(to);
  const start = leave.at(-1)?.at(-1) ?? edgeOf(from, isDown);
  const between = others.map((box) => (isDown ? turned(box) : box)).filter((box) => box.x > from.whole.x + from.whole.width - 1 && box.x + box.width < to.whole.x + 1);
  const steps = [...leave, ...across(start, arrive.from, between)];
  const route = { isDown, from: leave.length ? underOf(from) : start, steps, stem: arrive.steps.length ? { from: arrive.from, steps: arrive.steps } : null };
  return isDown ? transposed(route) : route;
}

/** @param {Route} route @returns {Route} */
function transposed({ isDown, from, steps, stem }) {
  const point = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([y, x]);
  const all = (/** @type {Step[]} */ some) => some.map((step) => step.map(point));
  return { isDown, from: point(from), steps: all(steps), stem: stem && { from: point(stem.from), steps: all(stem.steps) } };
}

/** Below circles there are their numbers. @param {ReturnType<typeof facing>} end @param {boolean} isDown @returns {Point} */
const edgeOf = ({ box, whole, form }, isDown) => [form === 'strip' || (form === 'nodes' && isDown) ? whole.x + whole.width : box.x + box.width, box.y + box.height / 2];

/** @param {ReturnType<typeof facing>} end @returns {Point} */
const underOf = ({ box }) => [box.x + box.width / 2, box.y + box.height];

/** Out of its block through the gutter under the map, unless it is the last of its row. @param {ReturnType<typeof facing>} end @returns {Step[]} */
function leaving({ box, whole, tiles }) {
  const right = whole.x + whole.width;
  if (!tiles || box.x + box.width * 1.5 + tiles.gapX > right) return [];
  const columns = Math.max(2, Math.round((whole.width + tiles.gapX) / (box.width + tiles.gapX)));
  const column = Math.round((box.x - whole.x) / (box.width + tiles.gapX));
  const y = box.y + box.height + (tiles.gapY * (columns - 1 - column)) / columns; // the farthest runs lowest
  const x = box.x + box.width / 2;
  const round = Math.min(ROUND, y - box.y - box.height);
  return [[[x, y - round]], [[x, y], [x, y], [x + round, y]], [[right, y]]];
}

/** Where edges meet before a map, and the way from there: past the maps before it through the gutter above it. @param {ReturnType<typeof facing>} end @returns {{from: Point, steps: Step[]}} */
function arriving({ box, whole, tiles, form }) {
  const middle = box.y + box.height / 2;
  if (!tiles) return { from: [form === 'strip' ? whole.x : box.x, middle], steps: [] };
  const meet = whole.x - MEET;
  if (box.x < whole.x + box.width / 2) return { from: [meet, middle], steps: [[[box.x, middle]]] };
  const y = box.y - tiles.gapY / 2;
  const x = box.x + Math.min(ROUND, box.width / 4);
  const round = Math.min(ROUND, tiles.gapY / 2, x - meet);
  return { from: [meet, y], steps: [[[x - round, y]], [[x, y], [x, y], [x, box.y]]] };
}

/** A curve, or around what stands in its way. @param {Point} from @param {Point} to @param {Box[]} between @returns {Step[]} */
function across(from, to, between) {
  const inWay = between.filter((box) => box.y - AROUND < Math.max(from[1], to[1]) && box.y + box.height + AROUND > Math.min(from[1], to[1]));
  if (!inWay.length) return [curve(from, to)];
  const left = Math.min(...inWay.map(({ x }) => x)) - AROUND / 2;
  const right = Math.max(...inWay.map(({ x, width }) => x + width)) + AROUND / 2;
  const [above, below] = [Math.min(...inWay.map(({ y }) => y)) - AROUND, Math.max(...inWay.map(({ y, height }) => y + height)) + AROUND];
  const middle = (from[1] + to[1]) / 2;
  const y = middle - above < below - middle ? above : below;
  return [curve(from, [left, y]), [[right, y]], curve([right, y], to)];
}

/** @param {Point} from @param {Point} to @returns {Step} */
const curve = ([x, y], [toX, toY]) => [[x + (toX - x) / 2, y], [x + (toX - x) / 2, toY], [toX, toY]];

/** @param {number} v */
const short = (v) => Number(v.toFixed(2));

/** As the `d` of a path. @param {{from: Point, steps: Step[]}} way */
export function pathOf({ from, steps }) {
  const words = steps.map((step) => (step.length === 1 ? 'L' : 'C') + step.map(([x, y]) => `${short(x)} ${short(y)}`).join(' '));
  return `M${short(from[0])} ${short(from[1])}${words.join('')}`;
}
