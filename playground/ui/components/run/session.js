// The one visitor of this page: the task, the input, the chosen network, and the trace that streams in for them.

import { retries, nextChance } from '../server/chances.js';
import { getJson, Refused, Unreachable } from '../server/get_json.js';
import { askForTrace } from '../server/ask_trace.js';
import { notify } from '../store/notices.js';
import { FIRST_TASK } from '../store/state.js';
import { addressed, misunderstood, part, put, state } from '../store/store.js';
import { TASKS } from '../tasks.js';
import { currentLanguage, ready, t } from '../text/text.js';
import { events, on } from './events.js';
import { Trace } from './trace.js';

export { on };

/** @typedef {import('../store/state.js').Catalogue} Catalogue */
/** @typedef {import('../store/state.js').Network} Network */
/** @typedef {import('../server/wire.js').Frame} Frame */
/** @typedef {import('./trace.js').Asked} Asked */
/** @typedef {Record<string, any>} Changes of the network or of its input (playground/changes) */

const BUSY = 503;
const SLOW = 600; // milliseconds until it is said that the networks are still loading
let current = new AbortController(); // of the trace on its way

/** @type {Map<string, Catalogue>} */
const catalogues = new Map(); // by task
/** @type {Map<string, string>} */
const chosen = new Map(); // the network that was chosen last, by task

/**
 * With `changes` of the network or of its input, `trace` is that of the changed network, and `original` that of the same
 * input without them.
 */
export const session = part('task', 'architecture', 'input', 'changes', 'trace', 'original', 'catalogue', 'carry');

/** The run that a selection is of: with changes there are two. @param {{original?: boolean}} selection */
export const runOf = ({ original }) => (original && session.original ? session.original : session.trace);

/** The runs that are on the page: with changes both, whose colours are then of one scale. @returns {Trace[]} */
export const runs = () => [session.trace, session.original].filter((run) => run !== null);

/** The activation in a run of an FNN or a CNN. @param {{of?: Asked | null}} run @returns {string} */
export const activationOf = ({ of }) => of?.changes?.activation ?? network().arguments.activation ?? 'relu';

/** Those that are of the input, which another network reads, too. */
const OF_INPUT = ['order', 'seed', 'move'];

/** The changes that are of the network; null if there are none. @param {Changes | null} [changes] @returns {Changes | null} */
export function ofNetwork(changes) {
  const left = Object.entries(changes ?? {}).filter(([key]) => !OF_INPUT.includes(key));
  return left.length ? Object.fromEntries(left) : null;
}

/** The pen is down again: what is still on its way, or still playing, is dropped. */
export function interrupt() {
  current.abort();
  again.stop();
  events.interrupt.tell();
}

/** An input of the task, or null; the answer to what was there before is dropped. @param {any} input */
export function setInput(input) {
  session.input = input;
  again.worked();
  return run();
}

/** @param {string} name */
export function setArchitecture(name) {
  if (name === session.architecture) return;
  keepArchitecture(name);
  change(Object.fromEntries(Object.keys(ofNetwork(session.changes) ?? {}).map((key) => [key, null])));
}

/** Another network with these changes alone, or null for none. The input that is set next is the first that it reads. @param {string} name @param {Changes | null} changes */
export function prepare(name, changes) {
  current.abort();
  if (name !== session.architecture) keepArchitecture(name);
  keepChanges(changes);
}

/** @param {string} name */
function keepArchitecture(name) {
  put({ architecture: name });
  if (session.task) chosen.set(session.task, name);
  events.architecture.tell(name);
}

/** The changes with some in place of those of the same name; null takes one back. @param {Changes} patch @returns {Changes | null} */
function patched(patch) {
  const entries = Object.entries({ ...session.changes, ...patch }).filter(([, value]) => value !== null);
  return entries.length ? Object.fromEntries(entries) : null;
}

/** Put some changes in place of those of the same name; null takes one back. @param {Changes} patch */
export const change = (patch) => setChanges(patched(patch));

/** The same, while a hand is still making them: nothing is asked for yet (previews.js). @param {Changes} patch */
export const keepChange = (patch) => keepChanges(patched(patch));

/** Run the input with these changes alone; null: with none. @param {Changes | null} changes */
export function setChanges(changes) {
  keepChanges(changes);
  return run();
}

/** @param {Changes | null} changes */
function keepChanges(changes) {
  const told = Boolean(changes || session.changes);
  put({ changes });
  if (told) events.changes.tell(changes);
}

/** @type {string | null} the task that was asked for last */
let wanted = null;

/**
 * Another kind of input. Its own entry then says what the input is (input.js). `restored`: network and changes are those
 * of the address, as at the first, or when the browser goes back. One that cannot be had is told, and nothing changes.
 * @param {string} name
 * @param {{step?: boolean, restored?: boolean}} [options]
 */
export async function setTask(name, { step = false, restored = session.task === null } = {}) {
  wanted = name;
  const catalogue = await catalogueOf(name);
  if (!catalogue || wanted !== name) return;
  current.abort();
  again.stop();
  const architecture = firstNetwork(name, catalogue, restored);
  if (restored) put({ selection: addressed('selection') ?? null, opened: addressed('opened') ?? null }, { told: false });
  put({ task: name, architecture, catalogue, input: null, trace: null, original: null, carry: null }, { step });
  keepChanges((restored && addressed('changes')) || null);
  document.body.dataset.task = name; // for the style sheet
  events.clear.tell(null);
  events.task.tell(name);
}

/** What there is of a task, as soon as it can be had; null where the server refuses, or another task is asked for meanwhile. @param {string} name */
async function catalogueOf(name) {
  while (wanted === name) {
    try {
      const catalogue = catalogues.get(name) ?? (await getJson(`task/${name}`));
      if (!catalogue.networks.length) throw new Refused((catalogue.missing ?? []).map((/** @type {any} */ { reason }) => reason[currentLanguage()]).join(' '), 422);
      catalogues.set(name, catalogue);
      notify('task', null);
      return catalogue;
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      if (wanted !== name) return null;
      const reason = () => (error instanceof Refused && error.message) || t('errors.offline');
      notify('task', () => t('notices.no_task', { task: t(`tasks.${name}.name`), reason: reason() }));
      if (error instanceof Refused) return null;
      await nextChance();
    }
  }
  return null;
}

/** The network to begin with: that of the address, or the one that was chosen last, or the task's own. @param {string} name @param {Catalogue} catalogue @param {boolean} restored */
function firstNetwork(name, { networks, missing = [] }, restored) {
  const isKnown = (/** @type {string | null | undefined} */ network) => networks.some((n) => n.name === network);
  const asked = restored ? addressed('architecture') : undefined;
  const first = [asked, chosen.get(name), TASKS[name]?.network].find(isKnown) ?? networks[0].name;
  const isMissing = missing.some((network) => network.name === asked); // which is told near the picker
  if (asked && !isKnown(asked) && !isMissing) misunderstood('architecture', asked, first);
  return first;
}

/** Call `listener` with the name of the task, when its catalogue is in: now if it is there, and for each other task. @param {(task: string) => void} listener @param {{signal?: AbortSignal}} [options] */
export function onTask(listener, options) {
  if (session.catalogue && session.task) listener(session.task);
  return on('task', listener, options);
}

/** What is known of the chosen network: its arguments, parameters and scores. @returns {Network} */
export const network = () => /** @type {Network} */ (session.catalogue?.networks.find(({ name }) => name === session.architecture));

/** @param {string | null} message */
export const say = (message) => events.message.tell(message);

const again = retries(() => run());

async function run() {
  current.abort();
  again.stop();
  current = new AbortController();
  const { signal: stopped } = current;
  session.carry = null;
  if (!session.input) {
    stop(null);
    return;
  }
  const slow = setTimeout(() => say(t('status.loading')), SLOW);
  try {
    const { task, input, architecture, changes } = session;
    const asked = /** @type {Asked} */ ({ task, input, architecture });
    const known = changes ? originalOf(asked) : null;
    const original = changes ? Promise.resolve(known ?? whole(asked, stopped)) : null;
    original?.catch(() => {}); // it is told below
    for await (const frame of askForTrace(changes ? { ...asked, changes } : asked, stopped)) {
      if (frame.end) session.original = await original;
      if (stopped.aborted) return;
      if (frame.run) {
        clearTimeout(slow);
        say(null);
        session.trace = traceOf(frame.run, { ...asked, changes });
        session.original = known ?? null; // that of another input, or of another network, is none of this one
        events.begin.tell(session.trace);
      } else take(frame);
    }
    again.worked();
  } catch (error) {
    if (stopped.aborted) return;
    const refused = error instanceof Refused;
    stop(refused ? error.message : t('errors.offline'));
    if (!refused || error.status === BUSY) again.later();
  } finally {
    clearTimeout(slow);
  }
}

/** @param {NonNullable<Frame['run']>} head @param {Asked} of */
const traceOf = (head, of) => Object.assign(new Trace(head, network().arguments.bidirectional), { of });

/** The trace of what is asked, if it is there already: many changes are tried on one input. @param {Asked} asked @returns {Trace | null} */
export function originalOf({ input, architecture }) {
  const same = (/** @type {Trace | null} */ trace) => trace?.of && trace.milliseconds !== null && !trace.of.changes && trace.of.input === input && trace.of.architecture === architecture;
  return [session.trace, session.original].find(same) ?? null;
}

/** A trace of its own, when all of it has come. @param {Asked} asked @param {AbortSignal} stopped @returns {Promise<Trace | null>} */
async function whole(asked, stopped) {
  /** @type {Trace | null} */
  let trace = null;
  for await (const frame of askForTrace(asked, stopped)) {
    if (frame.run) trace = traceOf(frame.run, asked);
    else if (frame.end && trace) trace.milliseconds = frame.end.milliseconds;
    else trace?.add(frame);
  }
  return trace;
}

/** A frame of the trace that is on its way. @param {Frame} frame */
export function take(frame) {
  const { trace } = session;
  if (!trace) return;
  if (frame.end) {
    session.carry = frame.end.carry ?? null;
    trace.milliseconds = frame.end.milliseconds;
    if (!trace.open) events.end.tell(trace);
    return;
  }
  const stage = trace.add(frame);
  if (stage) events.stage.tell(stage);
}

/** A drawing begins whose steps come while the pen moves (live_drawing.js). @param {NonNullable<Frame['run']>} head */
export function openTrace(head) {
  session.original = null;
  session.trace = Object.assign(new Trace(head), { open: true });
  events.begin.tell(session.trace);
}

/** The steps of the drawing `input` are all there; until the next stroke. @param {any} input */
export function closeTrace(input) {
  const { trace, task, architecture } = session;
  if (!trace || !task || !architecture) return;
  session.input = input;
  Object.assign(trace, { open: false, of: { task, input, architecture, changes: null } });
  events.end.tell(trace);
}

/** @param {string | null} message */
function stop(message) {
  session.trace = session.original = null;
  events.clear.tell(message);
  say(message);
}

/** The browser's way back leads to another task. */
globalThis.window?.addEventListener('popstate', () => {
  const name = addressed('task', FIRST_TASK) ?? FIRST_TASK;
  if (name !== state.task) setTask(name, { restored: true });
});
ready.then(() => setTask(addressed('task', FIRST_TASK) ?? FIRST_TASK));
