// Weights x input = product, as three pictures.

import { runs } from '../run/session.js';
import { scaleFor } from '../stage/colours.js';
import { mainQuantity } from '../run/declarations.js';
import { screenNow } from '../stage/screen.js';
import { t } from '../text/text.js';
import { caption, el, symbol } from './parts.js';
import { picture, signedScale } from './pictures.js';
import { given } from './where.js';

/** @param {import('./dense.js').Unit} found */
export function productPictures({ source, weights, x, products }) {
  const [, height, width] = given(source)?.shape ?? [1, 1, 1];
  const room = screenNow().lowDock || screenNow().phone ? 56 : 148;
  const inputScale = scaleFor(source, source.declared ? mainQuantity(source.declared) : '', runs());
  const isInput = source.declared?.quantities.values?.role === 'input';
  const one = (/** @type {ArrayLike<number>} */ values, /** @type {import('./pictures.js').Scale} */ scale, /** @type {string} */ words, /** @type {string} */ letter) =>
    el('figure', '', caption(words, ' ', symbol(letter)), picture({ values, height, width, scale }, room, words));
  return el('div', 'pg-product-pictures',
    one(weights, signedScale(weights), t('dock.dense.weights'), 'w'), '×',
    one(x, isInput ? { ramp: 'ink', most: 1 } : inputScale, t('dock.dense.input'), 'x'), '=',
    one(products, signedScale(products), t('dock.dense.product'), 'w · x'));
}
