// Numbers of any size as a person reads them.

const SMALL = 1e-4; // below it, and from LARGE on, as a power of ten
const LARGE = 1e12;
const formats = new Map(); // a new one for every number would take most of the time

/** With `digits` that count: 0.01235, 1,235, 1.235×10⁻⁷. */
export function significant(value, digits = 4) {
  const rounded = Number(value.toPrecision(digits));
  return power(rounded, digits) ?? minus(format('maximumSignificantDigits', digits).format(rounded));
}

/** So that a hundredth of `change`, what such a value usually moves by, can be seen. */
export function near(value, change) {
  if (!change) return significant(value, 6);
  const places = decimals(change);
  if (Math.abs(value) < SMALL && change < SMALL) return significant(value, 3);
  return power(value, 6) ?? minus(format('maximumFractionDigits', places).format(value));
}

export const decimals = (change) => Math.max(0, Math.min(8, 2 - Math.floor(Math.log10(change))));

function power(value, digits) {
  const size = Math.abs(value);
  if (value === 0 || (size >= SMALL && size < LARGE)) return null;
  const [factor, exponent] = value.toExponential(digits - 1).split('e');
  const raised = [...exponent.replace('+', '')].map((c) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(c)]).join('');
  return `${minus(String(Number(factor)))}×10${raised}`;
}

function format(option, digits) {
  const key = `${option} ${digits}`;
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat('en', { [option]: digits }));
  return formats.get(key);
}

const minus = (text) => (text === '-0' ? '0' : text.replace('-', '−'));
