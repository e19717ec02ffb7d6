// Which gates of a cell are held, in the changes of the network; pure functions on the list of held gates.

/** What the network is told. @typedef {{gate: string, value: number, layer?: number, units?: number[]}} Gate */
/** One unit of a layer. @typedef {{layer: number | undefined, unit: number}} Unit */

/** @param {Gate} entry @param {string} gate @param {Unit} of */
const isOf = (entry, gate, { layer, unit }) =>
  entry.gate === gate && (entry.layer === undefined || entry.layer === layer) && (!entry.units || entry.units.includes(unit));

/** The value at which a gate of a unit is held; undefined if it is not. @param {Gate[] | undefined} gates @param {string} gate @param {Unit} of */
export const heldAt = (gates, gate, of) => gates?.findLast((entry) => isOf(entry, gate, of))?.value;

/** Whether a gate is held in all units of a layer. @param {Gate[] | undefined} gates @param {string} gate @param {Unit} of */
export const isHeldInAll = (gates, gate, of) => Boolean(gates?.findLast((entry) => isOf(entry, gate, of) && !entry.units));

/** The list without what holds a gate of a unit: of the other units it stays held. @param {Gate[] | undefined} gates @param {string} gate @param {Unit} of @param {{all?: boolean}} [options] @returns {Gate[]} */
export function released(gates = [], gate, of, { all = false } = {}) {
  return gates.flatMap((entry) => {
    if (entry.gate !== gate || (entry.layer !== undefined && entry.layer !== of.layer)) return [entry];
    if (all || !entry.units) return [];
    const units = entry.units.filter((unit) => unit !== of.unit);
    return units.length ? [{ ...entry, units }] : [];
  });
}

/** The list in which a gate is held at a value, of one unit or of all. @param {Gate[] | undefined} gates @param {string} gate @param {Unit} of @param {number} value @param {{all: boolean}} options @returns {Gate[]} */
export function holding(gates = [], gate, of, value, { all }) {
  const others = all ? released(gates, gate, of, { all }) : without(gates, gate, of);
  const layer = of.layer === undefined ? {} : { layer: of.layer };
  const alike = all ? undefined : others.find((entry) => entry.gate === gate && entry.layer === of.layer && entry.value === value && entry.units);
  if (alike) return others.map((entry) => (entry === alike ? { ...entry, units: [...(entry.units ?? []), of.unit].sort((a, b) => a - b) } : entry));
  return [...others, { gate, value, ...layer, ...(all ? {} : { units: [of.unit] }) }];
}

/** Without an own value of this unit; what holds all of them stays, before it. @param {Gate[]} gates @param {string} gate @param {Unit} of */
function without(gates, gate, of) {
  const whole = gates.filter((entry) => entry.gate === gate && !entry.units);
  return [...whole, ...released(gates.filter((entry) => !whole.includes(entry)), gate, of)];
}
