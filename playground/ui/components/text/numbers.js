// Numbers of any size as a person reads them, and of numbers that came coarse the digits that are certain.

const SMALL = 1e-4; // below it, and from LARGE on, as a power of ten
const LARGE = 1e12;
const PLACES = 3; // decimals of a value of usual size
const MOST_PLACES = 8;
const NOT_ZERO = 6; // decimals; what is smaller is a power of ten
/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map(); // a new one for every number would take most of the time

/** With `digits` that count: 0.01235, 1,235, 1.235×10⁻⁷. @param {number} value @param {number} [digits] */
export function significant(value, digits = 4) {
  const rounded = Number(value.toPrecision(digits));
  return power(rounded, digits) ?? minus(format('maximumSignificantDigits', digits).format(rounded));
}

/** So that a hundredth of `change`, what such a value usually moves by, can be seen. @param {number} value @param {number} change */
export function near(value, change) {
  if (!change) return significant(value, 6);
  const places = decimals(change);
  if (Math.abs(value) < SMALL && change < SMALL) return significant(value, 3);
  return power(value, 6) ?? minus(format('maximumFractionDigits', places).format(value));
}

/** @param {number} change */
export const decimals = (change) => Math.max(0, Math.min(MOST_PLACES, 2 - Math.floor(Math.log10(change))));

/** Decimals for values of a size up to `most`: three, and more where all of them are small. @param {number} most */
export const placesFor = (most) => (most >= 1 || !(most > 0) ? PLACES : Math.min(MOST_PLACES, PLACES - 1 - Math.floor(Math.log10(most))));

/** A value rounded to so many decimals: −0.250; what rounds to zero has no sign. @param {number} value @param {number} [places] */
export function fixed(value, places = PLACES) {
  const text = value.toFixed(places);
  return minus(Number(text) === 0 ? text.replace('-', '') : text);
}

/**
 * The digits of a value that are certain when it may be off by up to `half`: as many decimals, of at most `places`, as both
 * ends round to alike. '…' where not even the whole number is certain.
 * @param {number} value
 * @param {number} half
 * @param {number} [places]
 */
export function certain(value, half, places = PLACES) {
  for (let digits = places; digits >= 0; digits--) {
    const [low, high] = [fixed(value - half, digits), fixed(value + half, digits)];
    if (low === high) return low;
  }
  return '…';
}

/** A value with so many decimals, or with as many as show that it is not 0. @param {number} value @param {number} places */
export function notZero(value, places) {
  for (let p = places; p <= Math.max(places, NOT_ZERO); p++) if (value === 0 || Number(value.toFixed(p))) return fixed(value, p);
  return significant(value, 1);
}

/** @param {number} value @param {number} digits */
function power(value, digits) {
  const size = Math.abs(value);
  if (value === 0 || (size >= SMALL && size < LARGE)) return null;
  const [factor, exponent] = value.toExponential(digits - 1).split('e');
  return `${minus(String(Number(factor)))}×10${raised(exponent.replace('+', ''))}`;
}

/** A whole number as an exponent. @param {string} text */
export const raised = (text) => [...text].map((c) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(c)]).join('');

/** @param {'maximumSignificantDigits' | 'maximumFractionDigits'} option @param {number} digits */
function format(option, digits) {
  const key = `${option} ${digits}`;
  const known = formats.get(key) ?? new Intl.NumberFormat('en', { [option]: digits });
  formats.set(key, known);
  return known;
}

/** @param {string} text */
const minus = (text) => (text === '-0' ? '0' : text.replace('-', '−'));
