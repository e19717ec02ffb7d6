// The changes of a network as the address may name them: their form only; whether a network can take them the server says.

/** @param {unknown} value */
const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
/** @param {unknown} value */
const isPlace = (value) => Number.isInteger(value) && /** @type {number} */ (value) >= 0;
/** @param {(value: unknown) => boolean} is @returns {(value: unknown) => boolean} */
const listOf = (is) => (value) => Array.isArray(value) && value.every(is);
/** @param {(value: unknown) => boolean} is @returns {(value: unknown) => boolean} */
const maybe = (is) => (value) => value === undefined || is(value);
/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isTable = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {Record<string, (value: unknown) => boolean>} fields @returns {(value: unknown) => boolean} */
const tableOf = (fields) => (value) => isTable(value) && Object.entries(fields).every(([name, is]) => is(value[name]));
/** @param {unknown} value */
const isWord = (value) => typeof value === 'string';

/** What each change is, by its name. @type {Map<string, (value: unknown) => boolean>} */
const FORMS = new Map([
  ['snapshot', isPlace],
  ['activation', isWord],
  ['pooling', isWord],
  ['padding', (value) => typeof value === 'boolean'],
  ['stride', isPlace],
  ['random', isNumber],
  ['order', isWord],
  ['seed', isNumber],
  ['gates', listOf(tableOf({ gate: isWord, value: isNumber, layer: maybe(isPlace), units: maybe(listOf(isPlace)), direction: maybe(isPlace) }))],
  ['off', listOf(tableOf({ layer: isPlace, units: listOf(isPlace), direction: maybe(isPlace) }))],
  ['kernels', listOf(tableOf({ layer: isPlace, map: isPlace, channel: isPlace, values: listOf(listOf(isNumber)) }))],
  ['learning', tableOf({ target: (value) => isWord(value) || isNumber(value), loss: isWord, optimiser: isWord, learning_rate: isNumber, steps: isPlace })],
  ['move', (value) => isTable(value) && Object.values(value).every(isNumber)],
]);

/**
 * The changes, or undefined if this is not what changes look like.
 * @param {string} text
 * @returns {Record<string, any> | undefined}
 */
export function readChanges(text) {
  let changes;
  try {
    changes = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isTable(changes) || !Object.keys(changes).length) return undefined;
  return Object.entries(changes).every(([name, value]) => FORMS.get(name)?.(value)) ? changes : undefined;
}
