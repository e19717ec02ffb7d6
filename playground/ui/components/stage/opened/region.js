// Which columns of the picture what is opened takes the place of: its own, then those before it, then those after it. Pure.

/** @typedef {import('../layout/layout.js').Layout} Layout */

const MARGIN = 12;

/** @param {Pick<Layout, 'blocks' | 'width' | 'height'>} layout @param {string} key @param {number} needed width */
export function regionFor({ blocks, width, height }, key, needed) {
  const columns = columnsOf(blocks);
  const own = Math.max(0, columns.findIndex(({ keys }) => keys.includes(key)));
  let [first, last] = [own, own];
  // Half of the gap to what stays beside it, where that is narrow.
  const from = () => (columns[first]?.left ?? 0) - Math.min(MARGIN, first ? (columns[first].left - columns[first - 1].right) / 2 : MARGIN);
  const to = () => (columns[last]?.right ?? width) + Math.min(MARGIN, last < columns.length - 1 ? (columns[last + 1].left - columns[last].right) / 2 : MARGIN);
  while (to() - from() < needed && (first > 0 || last < columns.length - 1)) {
    if (first > 0) first--;
    else last++;
  }
  const x = Math.max(0, from());
  return { x, y: 0, width: Math.min(width, to()) - x, height };
}

/** The columns of the picture from left to right; blocks that stand one above the other are one column. @param {Layout['blocks']} blocks */
function columnsOf(blocks) {
  /** @type {{left: number, right: number, keys: string[]}[]} */
  const columns = [];
  for (const block of [...blocks].sort((a, b) => a.x - b.x)) {
    const last = columns.at(-1);
    if (last && block.x < last.right) {
      last.right = Math.max(last.right, block.x + block.width);
      last.keys.push(block.key);
    } else columns.push({ left: block.x, right: block.x + block.width, keys: [block.key] });
  }
  return columns;
}
