// What the stages declare of themselves, read for drawing: which panel shows a stage, in which colours, what can be held.

/**
 * A quantity of a stage, as its class declares it (interfaces: playground.stages.declarations).
 * @typedef {object} Quantity
 * @property {string} symbol
 * @property {string} range share, signed, positive, unbounded, logits, probability or index
 * @property {string} role input, pre_activation, activation, maps, gate, candidate, state, values, logits, winners or probabilities
 * @property {string[]} axes
 * @property {string} equation
 * @property {boolean} [held] it can be held at a value
 */
/**
 * What a kind of stage declares.
 * @typedef {object} Declaration
 * @property {boolean} timed
 * @property {Record<string, Quantity>} quantities
 * @property {boolean} [switchable] its units or maps can be switched off
 * @property {boolean} [searchable] steps can be searched at which the same units are on
 * @property {import('../dock/cell/structure.js').Diagram} [diagram] of a cell: what its values are made of
 */
/** @typedef {'signed' | 'positive' | 'share'} Scale a scale of colours (stage/colours.js) */

/** The declaration that a head brings: of its kind alone, or under the name of its kind. @param {string} kind @param {any} declares @returns {Declaration} */
export const declarationOf = (kind, declares) => (declares.quantities ? declares : declares[kind]);

/** @param {Declaration} declaration @returns {[string, Quantity][]} */
const all = ({ quantities }) => Object.entries(quantities);
/** @param {Declaration} declaration @param {string} role */
export const withRole = (declaration, role) => all(declaration).flatMap(([name, quantity]) => (quantity.role === role ? [name] : []));

const ASIDE = ['winners', 'probabilities']; // of what a stage has beside what it gives on

/** The quantity that a stage gives on to the next one: its last state, else the last of its values. @param {Declaration} declaration @returns {string} */
export function mainQuantity(declaration) {
  const states = withRole(declaration, 'state');
  const given = all(declaration).filter(([, { role }]) => !ASIDE.includes(role));
  return states.at(-1) ?? given.at(-1)?.[0] ?? Object.keys(declaration.quantities).at(-1) ?? '';
}

/** @param {string} range @returns {Scale} */
export function scaleOf(range) {
  if (range === 'share' || range === 'probability') return 'share';
  return range === 'positive' ? 'positive' : 'signed';
}

/** What can be held, in the order of the declaration. @param {Declaration} declaration */
export const heldQuantities = (declaration) => all(declaration).flatMap(([name, { held }]) => (held ? [name] : []));

/** At which values: a gate shut or open; what has two signs at zero only. @param {Quantity} quantity */
export const heldValues = ({ range }) => (scaleOf(range) === 'share' ? [0, 1] : [0]);
