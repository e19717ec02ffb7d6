// One cell of a map as a sum: what the strongest input maps add there, the others, the bias.

import { t } from '../text/text.js';
import { printedSum } from '../text/worked.js';
import { chain, el, line, restOf, symbol } from './parts.js';
import { FEWEST, sumOf } from './map_terms.js';
import { grouped } from './sums.js';

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
      const { order } = sumOf(found);
      const strongest = order.map((channel) => parts[channel][place]);
      const beside = parts.reduce((total, part, channel) => (order.includes(channel) ? total : total + part[place]), 0);
      const { count, merged, places } = grouped(strongest, beside, made.bias, made.values[place], 2, FEWEST);
      const [values, others] = [strongest.slice(0, count), parts.length - count];
      const rest = strongest.slice(count).reduce((sum, value) => sum + value, beside);
      const name = t('dock.map.cell', { row: y + 1, column: x + 1 });
      const apart = !others ? [made.bias] : merged ? [rest + made.bias] : [rest, made.bias];
      const printed = printedSum(values, apart, made.values[place], places);
      const counted = { count: others };
      const words = !others ? [t('dock.bias')] : merged ? [t(others === 1 ? 'dock.map.rest_one' : 'dock.map.rest', counted)] : [t('dock.map.others', counted), t('dock.bias')];
      element.replaceChildren(exact
        ? line(name, symbol('z = Σ_{j,u,v} w · x + b = '), ...chain(printed.terms, values), ...printed.rest.flatMap((text, k) => restOf(text, words[k])), ` ${printed.equals} `, el('b', '', printed.total))
        : line(name, '…'));
    },
  };
}
