// One sentence on what a move did to a network's layers. Which one it is, the measured numbers decide.

import { currentLanguage, t } from '../text/text.js';
import { inWords } from './moves.js';

/** @typedef {import('./cosine_similarity.js').Layer} Layer */
/** What a network's hidden layers are made of. @typedef {'steps' | 'maps' | 'units'} Family */
/** `apart`: by layer how alike two different digits are; `turned`: the answer is another. @typedef {{apart: Record<string, number>, move: import('./moves.js').Move, family: Family, turned: boolean}} Known */

const ALONG = 0.9; // from here on, what was moved is called the same
const BETTER = 0.05; // by which moving must help to be called so
// Of the way from two different digits (0) to the same (1).
const ALTOGETHER = 0.1;
const MOSTLY = 0.6;

/** @param {Layer[]} shown @param {Known} known */
export function verdict(shown, known) {
  if (!Object.keys(known.move).length) return t('sharing.invite');
  const hidden = shown.filter(({ stage, same }) => stage.key !== 'Input' && same !== null);
  if (!hidden.length) return t('sharing.verdict.unlike'); // another network, whose layers are of other sizes
  const moved = hidden.flatMap(({ along }) => (along === null ? [] : [along]));
  return sentences(moved.length && known.family !== 'units' ? alongWords(hidden, moved, known) : changedWords(hidden, known));
}

/** @param {Layer[]} hidden @param {number[]} moved @param {Known} known */
function alongWords(hidden, moved, { move, family, turned }) {
  const numbers = { same: mean(hidden.map(({ same }) => same ?? 0)), along: mean(moved) };
  const found = numbers.along - numbers.same < BETTER ? 'not' : numbers.along >= ALONG ? 'along' : 'partly';
  const readout = family === 'maps' && found === 'along' && turned;
  return [t(`sharing.verdict.${family}.${found}`, { move: inWords(move), ...written(numbers) }), readout ? t('sharing.verdict.readout') : ''];
}

/** @param {Layer[]} hidden @param {Known} known */
function changedWords(hidden, { apart, move, family, turned }) {
  const same = mean(hidden.map((layer) => layer.same ?? 0));
  const known = hidden.filter(({ stage }) => stage.key in apart);
  if (!known.length) return [t(Object.keys(apart).length ? 'sharing.verdict.unlike' : 'sharing.verdict.unmeasured', { move: inWords(move), ...written({ same }) })];
  const different = mean(known.map(({ stage }) => apart[stage.key]));
  const left = (mean(known.map((layer) => layer.same ?? 0)) - different) / (1 - different);
  const found = left < ALTOGETHER ? 'altogether' : left < MOSTLY ? 'mostly' : 'little';
  const parts = [t(`sharing.verdict.changed.${found}`, { move: inWords(move), ...written({ same, apart: different }) })];
  // Why layers stay alike, and what noise does, is another matter.
  if (found !== 'little' && !move.noise) parts.push(t(`sharing.verdict.why.${family}`));
  if (found !== 'little' && !turned) parts.push(t('sharing.verdict.stays'));
  return parts;
}

/** @param {import('../run/trace.js').Trace} trace @returns {Family} */
export const familyOf = (trace) => (trace.recurrent ? 'steps' : trace.stages.has('Flatten') ? 'maps' : 'units');

/** One after another; in Chinese no space stands between them. @param {string[]} list */
export const sentences = (list) => list.filter(Boolean).join(currentLanguage() === 'zh' ? '' : ' ');

/** @param {number[]} values */
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

/** @param {Record<string, number>} numbers */
const written = (numbers) => Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value.toFixed(2).replace('-', '−')]));
