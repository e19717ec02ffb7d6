// Brushed steps: which units are on in them, and where in the example set the same units are on.

import { make } from './timed.js';

/** {element, draw()}; hidden while no steps of this layer are brushed. */
export function similarPanel() {
  const element = make('div', 'pg-similar');
  element.hidden = true;
  return { element, draw: () => {} };
}
