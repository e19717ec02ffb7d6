// One cell of a map as a sum: what the strongest input maps add there, the others, the bias.

import { t } from '../text/text.js';
import { chain, el, line, restOf, symbol } from './parts.js';
import { sumOf } from './map_terms.js';
import { printedSum } from './sums.js';

/** @typedef {import('./made_map.js').MadeMap} MadeMap */

/** {element, show(found, [row, column])} */
export function makeCellLine() {
  const element = el('div', 'pg-cell-line');
  return {
    element,
    /** @param {MadeMap} found @param {number[]} at */
    show(found, [y, x]) {
      const { made, parts, exact } = found;
      const place = y * made.size[1] + x;
      const { order, others } = sumOf(found);
      const values = order.map((channel) => parts[channel][place]);
      const rest = parts.reduce((total, part, channel) => (order.includes(channel) ? total : total + part[place]), 0);
      const name = t('dock.map.cell', { row: y + 1, column: x + 1 });
      const apart = others ? [rest, made.bias] : [made.bias];
      const printed = printedSum(values, apart, made.values[place]);
      const words = others ? [t('dock.map.others', { count: others }), t('dock.bias')] : [t('dock.bias')];
      element.replaceChildren(exact
        ? line(name, symbol('z = Σ_{j,u,v} w · x + b = '), ...chain(printed.terms, values), ...printed.rest.flatMap((text, k) => restOf(text, words[k])), ` ${printed.equals} `, el('b', '', printed.total))
        : line(name, '…'));
    },
  };
}
