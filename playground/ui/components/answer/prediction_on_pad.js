// The prediction in one line on the pad, for screens on which the answer is out of sight.
// @ts-nocheck: untyped until the next issue replaces it

import { argmax, percent } from './bars.js';
import { on, session } from '../run/session.js';

export function showGlance(element) {
  const show = ({ kind }) => {
    if (kind !== 'Output') return;
    const values = session.trace.probabilities;
    if (!values) return;
    const best = argmax(values);
    element.textContent = `${session.trace.labels[best]} · ${percent(values[best])}`;
  };
  on('stage', show);
  on('clear', () => (element.textContent = ''));
}
