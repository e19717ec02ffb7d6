// The one visitor of this page: the task, the input, the chosen network, and the trace that streams in for them.

import { needModule } from '../loading/wanted.js';
import { askForTrace } from '../server/ask_trace.js';
import { failureText } from '../server/post_json.js';
import { isIdle } from '../server/standing.js';
import { waitingWords } from '../server/waiting_words.js';
import { part, put } from '../store/store.js';
import { addNetworks, catalogueOf, firstNetwork, OWN } from './catalogues.js';
import { events, on } from './events.js';
import { Trace } from './trace.js';
import { likeOf } from '../tasks.js';

export { on };

/** @typedef {import('../store/state.js').State} State */
/** @typedef {import('../store/state.js').Network} Network */
/** @typedef {import('../server/wire.js').Frame} Frame */
/** @typedef {import('../server/standing.js').Standing} Standing */
/** @typedef {import('./trace.js').Asked} Asked */
/** @typedef {Record<string, any>} Changes of the network or of its input (playground/changes) */

let current = new AbortController(); // of the trace on its way

/** @type {Map<string, string>} */
const chosen = new Map(); // the network that was chosen last, by task

/**
 * With `changes` of the network or of its input, `trace` is that of the changed network, and `original` that of the same
 * input without them.
 */
export const session = part('task', 'architecture', 'input', 'kept', 'changes', 'trace', 'original', 'catalogue');

/** The run that a selection is of: with changes there are two. @param {{original?: boolean}} selection */
export const runOf = ({ original }) => (original && session.original ? session.original : session.trace);

/** The runs that are on the page: with changes both, whose colours are then of one scale. @returns {Trace[]} */
export const runs = () => [session.trace, session.original].filter((run) => run !== null);

/** The activation in a run of an FNN or a CNN. @param {{of?: Asked | null}} run @returns {string} */
export const activationOf = ({ of }) => of?.changes?.activation ?? network()?.arguments.activation ?? 'relu';

/** Those that are of the input, which another network reads, too. */
const OF_INPUT = ['order', 'seed', 'move'];

/** The changes that are of the network; null if there are none. @param {Changes | null} [changes] @returns {Changes | null} */
export function ofNetwork(changes) {
  const left = Object.entries(changes ?? {}).filter(([key]) => !OF_INPUT.includes(key));
  return left.length ? Object.fromEntries(left) : null;
}

/** Those that are of the input; null if there are none. @param {Changes | null} [changes] @returns {Changes | null} */
export function ofInput(changes) {
  const left = Object.entries(changes ?? {}).filter(([key]) => OF_INPUT.includes(key));
  return left.length ? Object.fromEntries(left) : null;
}

/** @type {any} */
let taught = null; // what was to be learnt from the input that is there

/** What was learnt from an input is gone with it; what an address asks for waits for its own. */
function forgetLesson() {
  const { learning = null } = session.changes ?? {};
  if (learning && learning === taught) keepChanges(patched({ learning: null }));
}

/** The pen is down again: what is still on its way, or still playing, is dropped. */
export function interrupt() {
  current.abort();
  forgetLesson();
  events.interrupt.tell();
}

/** An input of the task, or null; the answer to what was there before is dropped. @param {any} input */
export function setInput(input) {
  if (input !== session.trace?.of?.input) forgetLesson();
  session.input = input;
  session.kept = ''; // the address is told of it with the answer
  return run();
}

/** Another network; the browser's way back leads to the one before, unless `step` is false. @param {string} name @param {{step?: boolean}} [options] */
export function setArchitecture(name, { step = true } = {}) {
  if (name === session.architecture) return;
  keepArchitecture(name, { step });
  change(Object.fromEntries(Object.keys(ofNetwork(session.changes) ?? {}).map((key) => [key, null])));
}

/** Another network with these changes alone, or null for none. The input that is set next is the first that it reads. @param {string} name @param {Changes | null} changes */
export function prepare(name, changes) {
  current.abort();
  if (name !== session.architecture) keepArchitecture(name);
  keepChanges(changes);
}

/** @param {string} name @param {{step?: boolean}} [options] */
function keepArchitecture(name, { step = false } = {}) {
  put({ architecture: name }, { step });
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

/** The same, while a hand is still making them: nothing is asked for yet (previews.js), and what is on its way is dropped. @param {Changes} patch */
export function keepChange(patch) {
  current.abort();
  keepChanges(patched(patch));
}

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
 * Another kind of input. Its own entry then says what the input is (input.js). With `asked` network and changes are those
 * of an address (address.js), and so is the input if `given` finds one. False where it cannot be had, which is told, or
 * another one is asked for meanwhile.
 * @param {string} name
 * @param {{step?: boolean, asked?: Pick<State, 'architecture' | 'changes' | 'kept'> | null, given?: (catalogue: import('../store/state.js').Catalogue, isWanted: () => boolean) => Promise<any>}} [options]
 */
export async function setTask(name, { step = false, asked = null, given = async () => null } = {}) {
  wanted = name;
  const isWanted = () => wanted === name;
  if (OWN.test(asked?.architecture ?? '')) addNetworks(name, await (await needModule(() => import('../own/networks.js'))).networksOf(name));
  const catalogue = await catalogueOf(name, isWanted);
  const input = catalogue && (await given(catalogue, isWanted));
  if (!catalogue || !isWanted()) return false;
  const architecture = firstNetwork(name, catalogue, { asked: asked?.architecture, chosen: chosen.get(name) });
  if (name === session.task) {
    if (asked) goTo(architecture, asked.changes, input);
    return true;
  }
  current.abort();
  put({ task: name, architecture, catalogue, input, kept: input && asked ? asked.kept : null, trace: null, original: null }, { step });
  keepChanges(asked?.changes ?? null);
  document.body.dataset.task = likeOf(name) ?? name; // for the style sheet
  events.clear.tell(null);
  events.task.tell(name);
  return true;
}

/** The network and the changes of an address, with its input or the one that is there. @param {string} architecture @param {Changes | null} changes @param {any} input */
function goTo(architecture, changes, input) {
  const isSame = architecture === session.architecture && JSON.stringify(changes) === JSON.stringify(session.changes);
  if (!isSame) prepare(architecture, changes);
  if (input) events.given.tell(input);
  else if (!isSame) void run();
}

/** Call `listener` with the name of the task, when its catalogue is in: now if it is there, and for each other task. @param {(task: string) => void} listener @param {{signal?: AbortSignal}} [options] */
export function onTask(listener, options) {
  if (session.catalogue && session.task) listener(session.task);
  return on('task', listener, options);
}

/** What is known of the chosen network: its arguments, parameters and scores. @returns {Network} */
export const network = () => /** @type {Network} */ (session.catalogue?.networks.find(({ name }) => name === session.architecture));

/** Those of the training of the chosen network, if they were kept. @returns {import('../store/state.js').Snapshot[]} */
export const snapshots = () => network()?.snapshots ?? [];

/** Which of them the network is shown at; null if it is as it was trained to be. @returns {number | null} */
export const snapshotNow = () => session.changes?.snapshot ?? null;

/** @param {string | null} message */
export const say = (message) => events.message.tell(message);

async function run() {
  current.abort();
  current = new AbortController();
  const { signal: stopped } = current;
  wait(null);
  if (!session.input) {
    stop(null);
    return;
  }
  const how = { signal: stopped, told: (/** @type {Standing | null} */ standing) => stopped.aborted || wait(standing) };
  try {
    const { task, input, architecture, changes } = session;
    taught = changes?.learning ?? null;
    const asked = /** @type {Asked} */ ({ task, input, architecture });
    const known = changes ? originalOf(asked) : null;
    const original = changes ? Promise.resolve(known ?? whole(asked, { signal: stopped })) : null;
    original?.catch(() => {}); // it is told below
    for await (const frame of askForTrace({ ...asked, changes }, how)) {
      if (frame.end) session.original = await original;
      if (stopped.aborted) return;
      if (frame.run) {
        say(null);
        session.trace = traceOf(frame.run, { ...asked, changes });
        session.original = known ?? null; // that of another input, or of another network, is none of this one
        events.begin.tell(session.trace);
      } else take(frame);
    }
  } catch (error) {
    if (!stopped.aborted) stop(failureText(error));
  }
}

/** The answer is not there yet: that is said, and what stands in its place is seen to be of something else. @param {Standing | null} standing */
function wait(standing) {
  document.body.classList.toggle('pg-waiting', standing !== null && !isIdle(standing));
  document.body.classList.toggle('pg-behind', standing !== null && session.trace?.of?.input !== session.input);
  const words = standing && waitingWords(standing);
  if (isIdle(standing) && session.trace) stop(words);
  else say(words);
}

/** @param {NonNullable<Frame['run']>} head @param {Asked} of */
const traceOf = (head, of) => Object.assign(new Trace({ ...head, architecture: of.architecture }, network().arguments.bidirectional), { of });

/** The trace of what is asked, if it is there already: many changes are tried on one input. @param {Asked} asked @returns {Trace | null} */
export function originalOf({ input, architecture }) {
  const same = (/** @type {Trace | null} */ trace) => trace?.of && trace.milliseconds !== null && !trace.of.changes && trace.of.input === input && trace.of.architecture === architecture;
  return [session.trace, session.original].find(same) ?? null;
}

/** A trace of its own, when all of it has come. @param {Asked} asked @param {import('../server/asking.js').How} how @returns {Promise<Trace | null>} */
async function whole(asked, how) {
  /** @type {Trace | null} */
  let trace = null;
  for await (const frame of askForTrace(asked, how)) {
    if (frame.run) trace = traceOf(frame.run, asked);
    else if (frame.end && trace) trace.end(frame.end);
    else trace?.add(frame);
  }
  return trace;
}

/** A frame of the trace that is on its way. @param {Frame} frame */
function take(frame) {
  const { trace } = session;
  if (!trace) return;
  if (frame.end) {
    trace.end(frame.end);
    events.end.tell(trace);
    return;
  }
  const stage = trace.add(frame);
  if (stage) events.stage.tell(stage);
}

/** @param {string | null} message */
function stop(message) {
  session.trace = session.original = null;
  events.clear.tell(message);
  say(message);
}
