// What is said of the test data that are shown, in words.

import { t } from '../text/text.js';
import { titleOf } from './asked.js';

/** @typedef {import('./asked.js').Found} Found */
/** @typedef {import('./choice.js').Choice} Choice */

/** @param {number} count */
const printed = (count) => count.toLocaleString('en');

/** The labels in the language of the page. @param {Found} found */
export const labelsOf = ({ task, data }) => data.labels.map((label) => t(`labels.${task}.${label}`) || label);

/** What the network is called, and whether it is changed. @param {Found} found */
export function nameOfFirst({ network, changes }) {
  return changes ? t('browse.changed', { network: titleOf(network) }) : titleOf(network);
}

/** How many the network reads right, and what they are. @param {Found} found */
export function lead(found) {
  const { task, data, one } = found;
  const count = data.truth.length;
  const right = one.answers.filter((answer, k) => answer === data.truth[k]).length;
  const percent = `${(100 * one.accuracy).toFixed(2)}\u00a0%`;
  return `${t('browse.lead', { network: nameOfFirst(found), right: printed(right), count: printed(count), percent })} ${t(`browse.what.${task}`, { of: printed(data.of) })}`;
}

/** What is shown of them. @param {Choice} choice @param {number} count @param {Found} found */
export function told(choice, count, found) {
  const values = { count: printed(count), network: nameOfFirst(found), other: titleOf(found.second) };
  if (choice.kind !== 'cell') return t(`browse.found.${count ? '' : 'no_'}${choice.kind}`, values);
  const labels = labelsOf(found);
  const cell = { ...values, truth: labels[choice.truth] ?? '', answer: labels[choice.answer] ?? '' };
  return t(`browse.found.${choice.truth === choice.answer ? 'right' : 'cell'}`, cell);
}
