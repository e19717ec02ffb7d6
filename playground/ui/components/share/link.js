// The link that leads to what is on the page, and what it does not carry.

import { firstExample, isExample } from '../kept/example_of.js';
import { player } from '../playback/player.js';
import { OWN } from '../run/catalogues.js';
import { network } from '../run/session.js';
import { seenAddress } from '../store/space.js';
import { PAGES, STATE, VERSION } from '../store/state.js';
import { state, tellAll } from '../store/store.js';
import { TASKS } from '../tasks.js';

/** The address as people see it, with the moment that is shown, and the version of what it says; an address that says nothing has none. @param {URL} here @param {number | null} step null: the last one @returns {string} */
export function sharedLink(here, step) {
  const seen = seenAddress(here);
  if (step !== null) seen.searchParams.set('step', String(step));
  const { key = 'v' } = STATE.version;
  if ([...seen.searchParams.keys()].some((name) => name !== key)) seen.searchParams.set(key, VERSION);
  return seen.href;
}

/** @typedef {'server_input' | 'no_input' | 'own_network' | 'handed_over'} Missing */

/** What whoever opens it has to know: in texts, share. @returns {Missing[]} */
function missingNow() {
  const { task, input, catalogue, kept, page, architecture } = state;
  if (!task || !catalogue || (page && PAGES.includes(page))) return [];
  const isFirst = !input || isExample(input, firstExample(task, catalogue), TASKS[task].entry);
  /** @type {Missing[]} */
  const missing = [];
  if (kept?.startsWith('k.')) missing.push('server_input');
  else if (!isFirst && !kept) missing.push('no_input');
  if (network().handed_over) missing.push('handed_over');
  else if (OWN.test(architecture ?? '')) missing.push('own_network');
  return missing;
}

/** The moment of a playback that stands somewhere on its way. */
const momentNow = () => (player.count && !player.atEnd && !(state.page && PAGES.includes(state.page)) ? player.moment : null);

/** The link to what is there now. @returns {{link: string, missing: Missing[]}} */
export function linkNow() {
  tellAll();
  return { link: sharedLink(new URL(location.href), momentNow()), missing: missingNow() };
}
