// All terms of one value, as a tool over what is selected.

import { needModule } from '../loading/wanted.js';
import { stageTitle } from '../run/quantity_names.js';
import { on } from '../run/session.js';
import { needTexts } from '../text/text.js';
import { whereWords } from '../stage/reading.js';
import { closeTool, openInDock } from './tool.js';
import { stageOf } from './where.js';

const ALL = 2000; // at most

/** @param {import('../explanation/selection.js').Selection} selection @param {import('../run/trace.js').Trace} run */
export async function openTerms(selection, run) {
  const [{ card }] = await Promise.all([needModule(() => import('./value.js')), needTexts('explain'), needTexts('changes')]);
  const stage = stageOf(run, selection);
  await openInDock('terms', async (place) => {
    place.classList.add('value');
    const offs = [on('begin', () => closeTool()), on('clear', () => closeTool())]; // its numbers are those of one run
    await card(place, selection, run, { terms: ALL });
    return () => offs.forEach((off) => off());
  }, { title: stage ? stageTitle(stage, run) : '', note: stage ? whereWords(selection.index, stage.arrays[selection.quantity]?.shape ?? []) : '' });
}
