// The parts of a network without time from left to right: runs of maps that belong together, and layers by themselves.

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Size} Size */
/** Layers that stand side by side in one form. @typedef {{form: 'maps' | 'strip' | 'picture' | 'grid' | 'nodes' | 'logits' | 'unknown', members: Shown[], isInput: boolean}} Group */

const NODES = 40; // units that are drawn as circles, at most

/** The form of a layer; null for an input that stands beside the stage. @param {Shown} one @param {Shown[]} shown @param {Size} size @returns {Group['form'] | null} */
function formOf(one, shown, { task }) {
  const { role, shape, made } = one;
  if (!shape.length) return 'unknown';
  const isTable = shown.filter(({ role: r, shape: s }) => r !== 'input' && s.length).every(({ shape: s }) => s.length === 1 && s[0] <= NODES);
  if (role === 'logits') return isTable ? 'nodes' : 'logits';
  if (role === 'input') {
    if (shape.length === 1) return shape[0] <= NODES ? 'nodes' : 'picture';
    return task === 'digits' && shown.some(({ kind }) => kind === 'Convolution') ? null : 'picture'; // the drawing itself is in the column at the left
  }
  if (shape.length === 3) return 'maps';
  if (shape.length === 2) return 'picture';
  if (made === 'flatten' || shape[0] > 1024) return 'strip';
  return isTable ? 'nodes' : 'grid';
}

/** @param {Shown[]} shown @param {Size} size @returns {Group[]} */
export function groupsOf(shown, size) {
  /** @type {Group[]} */
  const groups = [];
  for (const one of shown) {
    const form = formOf(one, shown, size);
    if (!form) continue;
    const last = groups.at(-1);
    if (form === 'maps' && last?.form === 'maps' && one.kind !== 'Convolution' && last.members[0].shape[0] === one.shape[0]) last.members.push(one);
    else groups.push({ form, members: [one], isInput: one.role === 'input' });
  }
  return groups;
}
