// Numbers of units as they are typed and told: "1–3, 7".

/** "1–3, 7" of [0, 1, 2, 6]. @param {number[]} units */
export function ranges(units) {
  /** @type {[number, number][]} */
  const parts = [];
  for (const unit of units) {
    const last = parts.at(-1);
    if (last && unit === last[1] + 1) last[1] = unit;
    else parts.push([unit, unit]);
  }
  return parts.map(([a, b]) => (a === b ? `${a + 1}` : `${a + 1}–${b + 1}`)).join(', ');
}

/** [0, 1, 2, 6] of "1-3, 7"; null when it is anything else, or there are no such units. @param {string} text @param {number} count @returns {number[] | null} */
export function numbers(text, count) {
  const units = new Set();
  for (const part of text.split(/[\s,;，；、]+/).filter(Boolean)) {
    const [, from, to] = /^(\d+)(?:[-–](\d+))?$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to ?? from)];
    if (!from || first < 1 || last > count || last < first) return null;
    for (let unit = first; unit <= last; unit++) units.add(unit - 1);
  }
  return [...units].sort((a, b) => a - b);
}
