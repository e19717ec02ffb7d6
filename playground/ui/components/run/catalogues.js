// What there is of each task before any input: its networks and examples; and with which network it begins.

import { getJson, Refused } from '../server/asking.js';
import { failureText } from '../server/post_json.js';
import { isIdle } from '../server/standing.js';
import { waitingWords } from '../server/waiting_words.js';
import { handedOver } from '../opening.js';
import { notify } from '../store/notices.js';
import { misunderstood } from '../store/store.js';
import { TASKS } from '../tasks.js';
import { currentLanguage, t } from '../text/text.js';

/** @typedef {import('../store/state.js').Catalogue} Catalogue */

/** @type {Map<string, Catalogue>} */
const catalogues = new Map(); // by task
/** @type {Map<string, import('../store/state.js').Network[]>} */
const own = new Map(); // by task, networks that only this page knows
/** Their names: what their weights are, as the server has them. */
export const OWN = /^[0-9a-f]{64}$/;

/** Networks of a task that only this page knows, behind those of the server. @param {string} task @param {import('../store/state.js').Network[]} networks */
export function addNetworks(task, networks) {
  own.set(task, networks);
  const catalogue = catalogues.get(task);
  if (catalogue) withOwn(task, catalogue);
}

/** Whether there is a network for a task: there is none of ours for some. @param {string} task */
export const isServed = (task) => Boolean(TASKS[task]?.network || own.get(task)?.length);

/** @param {string} task @param {Catalogue} catalogue */
function withOwn(task, { networks }) {
  for (const one of [...handedOver(task), ...(own.get(task) ?? [])]) if (!networks.some(({ name }) => name === one.name)) networks.push(one);
}

/** That of a task, as soon as it can be had; null where the server refuses, or it is no longer wanted. @param {string} name @param {() => boolean} isWanted */
export async function catalogueOf(name, isWanted) {
  const left = new AbortController();
  const say = (/** @type {(() => string) | null} */ reason) => notify('task', reason && (() => t('notices.no_task', { task: t(`tasks.${name}.name`), reason: reason() })));
  const told = (/** @type {import('../server/standing.js').Standing | null} */ standing) => {
    if (!isWanted()) left.abort();
    else if (!standing || isIdle(standing)) say(standing && (() => waitingWords(standing)));
  };
  try {
    const catalogue = catalogues.get(name) ?? (await getJson(`task/${name}`, { signal: left.signal, told }));
    withOwn(name, catalogue);
    if (!catalogue.networks.length) throw new Refused((catalogue.missing ?? []).map((/** @type {any} */ { reason }) => reason[currentLanguage()]).join(' '), 422);
    catalogues.set(name, catalogue);
    return catalogue;
  } catch (error) {
    if (isWanted() && !(error instanceof Refused)) throw error;
    if (isWanted()) say(() => failureText(error));
    return null;
  }
}

/** The network to begin with: the one that is asked for, or that was chosen last, or the task's own. @param {string} name @param {Catalogue} catalogue @param {{asked?: string | null, chosen?: string}} which */
export function firstNetwork(name, { networks, missing = [] }, { asked, chosen }) {
  const isKnown = (/** @type {string | null | undefined} */ network) => networks.some((n) => n.name === network);
  const first = [asked, chosen, TASKS[name]?.network].find(isKnown) ?? networks[0].name;
  const isMissing = missing.some((network) => network.name === asked); // which is told near the picker
  if (asked && !isKnown(asked) && !isMissing) misunderstood('architecture', asked, first);
  return first;
}
