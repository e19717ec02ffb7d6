// A stage of which the server has said nothing: its name, and that it cannot be drawn.

import { plainTitle } from '../run/quantity_names.js';
import { t } from '../text/text.js';
import { panel } from './panel.js';

/** @param {import('../run/trace.js').Stage} stage */
export function undeclaredPanel(stage) {
  const view = panel({ name: plainTitle(stage), shape: '', note: t('notices.undeclared', { kind: plainTitle(stage) }) });
  view.legends.remove();
  view.element.classList.add('pg-undeclared');
  return { ...view, draw: () => {} };
}
