// What the view asks the server: which network of which task, with which changes, and beside which second one.

import { nameOf } from '../network/picker.js';
import { session } from '../run/session.js';
import { state } from '../store/store.js';
import { readChoice } from './choice.js';
import { evaluation, testData } from './test_data.js';

/** @typedef {{task: string, network: string, changes: Record<string, any> | null, second: string | null}} Asked */
/** What has come of it. @typedef {Asked & {data: import('./test_data.js').TestData, one: import('./test_data.js').Evaluation, other: import('./test_data.js').Evaluation | null}} Found */

/** The networks that can be the second one: all others, and with changes the same as it was trained. */
export const seconds = () => (session.catalogue?.networks ?? []).filter(({ name }) => name !== session.architecture || session.changes);

/** The second network: the one of the address if the task has it, else the first that there is. */
export function secondNow() {
  const choice = readChoice(state.tests);
  const names = seconds().map(({ name }) => name);
  return choice.kind === 'differ' && choice.other !== null && names.includes(choice.other) ? choice.other : (names[0] ?? null);
}

/** What is to be shown; null as long as there is no task. @returns {Asked | null} */
export function askedNow() {
  const { task, architecture: network, changes } = session;
  const second = readChoice(state.tests).kind === 'differ' ? secondNow() : null;
  return task && network ? { task, network, changes, second } : null;
}

/** Throws Refused, whose message is for the visitor. @param {Asked} asked @param {import('../server/asking.js').How} how @returns {Promise<Found>} */
export async function find(asked, how) {
  const { task, network, changes, second } = asked;
  const said = Promise.all([evaluation(task, network, changes, how), second === null ? null : evaluation(task, second, null, how)]);
  said.catch(() => {}); // that there are no test data is said first
  const data = await testData(task);
  const [one, other] = await said;
  return { ...asked, one, data, other };
}

/** What a network is called. @param {string | null} name */
export function titleOf(name) {
  const known = session.catalogue?.networks.find((one) => one.name === name);
  return known ? nameOf(known) : (name ?? '');
}
