// Which gates of a cell are held, in the changes of the network; pure functions on the list of held gates.

/** What the network is told. @typedef {{gate: string, value: number, layer?: number, units?: number[], direction?: number}} Gate */
/** One unit of a layer, in a direction where there are two. @typedef {{layer: number | undefined, unit: number, direction?: number}} Unit */

/** @param {Gate} entry @param {string} gate @param {Unit} of */
const isOf = (entry, gate, of) => isOfLayer(entry, gate, of) && (!entry.units || entry.units.includes(of.unit));

/** @param {Gate} entry @param {string} gate @param {Unit} of */
const isOfLayer = (entry, gate, { layer, direction }) =>
  entry.gate === gate && (entry.layer ?? layer) === layer && (entry.direction ?? direction) === direction;

/** The value at which a gate of a unit is held; undefined if it is not. @param {Gate[] | undefined} gates @param {string} gate @param {Unit} of */
export const heldAt = (gates, gate, of) => gates?.findLast((entry) => isOf(entry, gate, of))?.value;

/** Whether a gate is held in all units of a layer. @param {Gate[] | undefined} gates @param {string} gate @param {Unit} of */
export const isHeldInAll = (gates, gate, of) => Boolean(gates?.findLast((entry) => isOf(entry, gate, of) && !entry.units));

/** The list without what holds a gate of a unit: of the other units it stays held. @param {Gate[] | undefined} gates @param {string} gate @param {Unit} of @param {{all?: boolean}} [options] @returns {Gate[]} */
export function released(gates = [], gate, of, { all = false } = {}) {
  return gates.flatMap((entry) => {
    if (!isOfLayer(entry, gate, of)) return [entry];
    if (all || !entry.units) return [];
    const units = entry.units.filter((unit) => unit !== of.unit);
    return units.length ? [{ ...entry, units }] : [];
  });
}

/** The list in which a gate is held at a value, of one unit or of all. @param {Gate[] | undefined} gates @param {string} gate @param {Unit} of @param {number} value @param {{all: boolean}} options @returns {Gate[]} */
export function holding(gates = [], gate, of, value, { all }) {
  const others = all ? released(gates, gate, of, { all }) : without(gates, gate, of);
  const place = { ...(of.layer === undefined ? {} : { layer: of.layer }), ...(of.direction === undefined ? {} : { direction: of.direction }) };
  const alike = all ? undefined : others.find((entry) => entry.units && entry.value === value && entry.layer === of.layer && isOfLayer(entry, gate, of));
  if (alike) return others.map((entry) => (entry === alike ? { ...entry, units: [...(entry.units ?? []), of.unit].sort((a, b) => a - b) } : entry));
  return [...others, { gate, value, ...place, ...(all ? {} : { units: [of.unit] }) }];
}

/** Without an own value of this unit; what holds all of them stays, before it. @param {Gate[]} gates @param {string} gate @param {Unit} of */
function without(gates, gate, of) {
  const whole = gates.filter((entry) => isOfLayer(entry, gate, of) && !entry.units);
  return [...whole, ...released(gates.filter((entry) => !whole.includes(entry)), gate, of)];
}
