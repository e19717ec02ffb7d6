// All terms of one value, as a tool over what is selected.

import { stageTitle } from '../run/quantity_names.js';
import { needTexts, t } from '../text/text.js';
import { openInDock } from './tool.js';
import { stageOf } from './where.js';

/** @param {import('../explanation/selection.js').Selection} selection @param {import('../run/trace.js').Trace} run */
export async function openTerms(selection, run) {
  const [{ card }] = await Promise.all([import('./value.js'), needTexts('explain'), needTexts('changes')]);
  const stage = stageOf(run, selection);
  await openInDock('terms', async (place) => {
    place.classList.add('value');
    await card(place, selection, run);
  }, { title: stage ? stageTitle(stage, run) : '', note: t('where.unit', { unit: selection.index[0] + 1 }) });
}
