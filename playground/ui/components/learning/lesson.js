// The steps of learning of the page: what they are to lead to, what has been chosen for them, and how they are made.

import { changeHere, tryHere } from '../dock/change_here.js';
import { isBackward, question, questionNow } from '../run/backward.js';
import { argmax } from '../run/largest.js';
import { session } from '../run/session.js';
import { hindrance, lessonOf, within } from './steps.js';

/** @typedef {import('./steps.js').Learning} Learning */
/** @typedef {import('./steps.js').Settings} Settings */

/** @type {Settings} what was chosen last */
let chosen = { optimiser: 'sgd', learning_rate: 0.01 };

/** Those of the network that is shown; null if it has not learnt anything here. @returns {Learning | null} */
export const lessonNow = () => session.changes?.learning ?? null;

export const stepsNow = () => lessonNow()?.steps ?? 0;

/** Optimiser and learning rate. @returns {Settings} */
export const settings = () => ({ ...chosen, ...lessonNow() });

/** Why no step can be made now: the key of the words, or null. */
export const hindered = () => hindrance(session.trace?.labels ?? [], questionNow());

/** What is to be learnt by a question: without a label that is said what the network that is shown predicts. @param {import('./steps.js').Question} asked */
function aimOf(asked) {
  const { labels = [], probabilities } = session.trace ?? {};
  return hindrance(labels, asked) ? null : lessonOf(labels, asked, labels[argmax(probabilities ?? [])]);
}

/** Make so many steps in all, from the network as it was before the first. @param {number} steps */
export async function learn(steps) {
  const aim = session.trace && within(steps) ? aimOf(questionNow()) : null;
  const { optimiser, learning_rate } = settings();
  await changeHere({ learning: aim && { ...aim, optimiser, learning_rate, steps: within(steps) } });
}

/** As many steps by another optimiser, or of another length. @param {Partial<Settings>} patch @param {{exactly?: boolean}} [options] `exactly`: no hand is on the slider any more */
export function choose(patch, { exactly = true } = {}) {
  const { optimiser, learning_rate } = { ...settings(), ...patch };
  chosen = { optimiser, learning_rate };
  const lesson = lessonNow();
  if (!lesson) return;
  const learning = { ...lesson, ...chosen };
  if (exactly) void changeHere({ learning });
  else if (!isBackward()) tryHere({ learning }); // it would show values in place of gradients
}

/** Another right answer, or another loss: as many steps towards that. @param {Partial<Pick<import('../store/state.js').State, 'target' | 'loss'>>} patch */
export function ask(patch) {
  const lesson = lessonNow();
  const asked = { ...questionNow(), ...patch };
  const aim = aimOf(asked);
  question(patch);
  if (lesson) void changeHere({ learning: aim && { ...lesson, ...aim } });
}
