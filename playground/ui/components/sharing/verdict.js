// One sentence on what a move did to a network's layers. Which one it is, the measured numbers decide.
// @ts-nocheck: untyped until the next issue replaces it

import { currentLanguage, t } from '../text/text.js';
import { inWords } from './sliders.js';

const ALONG = 0.9; // from here on, what was moved is called the same
const BETTER = 0.05; // by which moving must help to be called so
// Of the way from two different digits (0) to the same (1).
const ALTOGETHER = 0.1;
const MOSTLY = 0.6;

/** `shown`: the layers of alike.js; `apart`: by layer how alike two different digits are; `turned`: the answer is another. */
export function verdict(shown, { apart, move, trace, turned }) {
  if (!Object.keys(move).length) return t('sharing.invite');
  const hidden = shown.filter(({ key, same }) => key !== 'Input' && same !== null);
  if (!hidden.length) return t('sharing.verdict.unlike'); // another network, whose layers are of other sizes
  const family = familyOf(trace);
  const numbers = { move: inWords(move), same: mean(hidden.map(({ same }) => same)) };
  const moved = hidden.filter(({ along }) => along !== null);
  const parts = [];
  if (moved.length && family !== 'units') {
    const along = mean(moved.map((layer) => layer.along));
    const gained = along - numbers.same;
    const found = gained < BETTER ? 'not' : along >= ALONG ? 'along' : 'partly';
    parts.push(t(`sharing.verdict.${family}.${found}`, written({ ...numbers, along })));
    if (family === 'maps' && found === 'along' && turned) parts.push(t('sharing.verdict.readout'));
  } else {
    const known = hidden.filter(({ key }) => key in apart);
    if (!known.length) return t(Object.keys(apart).length ? 'sharing.verdict.unlike' : 'sharing.verdict.unmeasured', written(numbers));
    const different = mean(known.map(({ key }) => apart[key]));
    const left = (mean(known.map(({ same }) => same)) - different) / (1 - different);
    const found = left < ALTOGETHER ? 'altogether' : left < MOSTLY ? 'mostly' : 'little';
    parts.push(t(`sharing.verdict.changed.${found}`, written({ ...numbers, apart: different })));
    // Why layers stay alike, and what noise does, is another matter.
    if (found !== 'little' && !move.noise) parts.push(t(`sharing.verdict.why.${family}`));
    if (found !== 'little' && !turned) parts.push(t('sharing.verdict.stays'));
  }
  return sentences(parts);
}

/** What a network's hidden layers are made of: the states of time steps, maps, or units. */
export const familyOf = (trace) => (trace.recurrent ? 'steps' : trace.stages.has('Flatten') ? 'maps' : 'units');

/** One after another; in Chinese no space stands between them. */
export const sentences = (list) => list.filter(Boolean).join(currentLanguage() === 'zh' ? '' : ' ');

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

const written = (numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, typeof value === 'number' ? value.toFixed(2).replace('-', '−') : value]));
