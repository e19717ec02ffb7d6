// The one visitor of this page: the task, the input, the chosen network, and the trace that streams in for them.

import { address, forget, getJson, remember } from './address.js';
import { TASKS } from './tasks.js';
import { currentLanguage, ready, t } from './text.js';
import { Trace } from './trace.js';
import { frames } from './wire.js';

const events = new EventTarget();

const RETRY = 3000; // milliseconds until a server that did not answer, or was busy, is asked again
const BUSY = 503;
const NOTED = 300; // milliseconds that changes stand before the address tells them: browsers limit how often it may change
let noting = 0;
let current = new AbortController(); // of the trace on its way

const catalogues = new Map(); // by task
const chosen = new Map(); // the network that was chosen last, by task

/**
 * With `changes` of the network or of its input (playground/changes), `trace` is that of the changed network, and
 * `original` that of the same input without them.
 */
export const session = { task: null, architecture: null, input: null, changes: null, trace: null, original: null, catalogue: null, carry: null };

/** The run that a selection is of: with changes there are two. */
export const runOf = ({ original }) => (original && session.original ? session.original : session.trace);

/** The runs that are on the page: with changes both, whose colours are then of one scale. */
export const runs = () => [session.trace, session.original].filter(Boolean);

/** The activation in a run of an FNN or a CNN. */
export const activationOf = ({ of }) => of?.changes?.activation ?? network().arguments.activation ?? 'relu';

/** Those that are of the input, which another network reads, too. */
const OF_INPUT = ['order', 'seed', 'move'];

/** The changes that are of the network; null if there are none. */
export function ofNetwork(changes) {
  const left = Object.entries(changes ?? {}).filter(([key]) => !OF_INPUT.includes(key));
  return left.length ? Object.fromEntries(left) : null;
}

/**
 * Events: task (another one, its catalogue is in), architecture, changes, interrupt, begin (a new trace), stage (it
 * came, or more of it), end, clear (no trace), message.
 */
export const on = (name, listener) => events.addEventListener(name, (event) => listener(event.detail));
const tell = (name, detail) => events.dispatchEvent(new CustomEvent(name, { detail }));

/** The pen is down again: what is still on its way, or still playing, is dropped. */
export function interrupt() {
  current.abort();
  tell('interrupt');
}

/** An input of the task, or null; the answer to what was there before is dropped. */
export function setInput(input) {
  session.input = input;
  return run();
}

export function setArchitecture(name) {
  if (name === session.architecture) return;
  keepArchitecture(name);
  change(Object.fromEntries(Object.keys(ofNetwork(session.changes) ?? {}).map((key) => [key, null])));
}

/** Another network with these changes alone, or null for none. The input that is set next is the first that it reads. */
export function prepare(name, changes) {
  current.abort();
  if (name !== session.architecture) keepArchitecture(name);
  keepChanges(changes);
}

function keepArchitecture(name) {
  session.architecture = name;
  chosen.set(session.task, name);
  remember('network', name);
  tell('architecture', name);
}

/** Put some changes in place of those of the same name; null takes one back. */
export function change(patch) {
  const entries = Object.entries({ ...session.changes, ...patch }).filter(([, value]) => value !== null);
  return setChanges(entries.length ? Object.fromEntries(entries) : null);
}

/** Run the input with these changes alone; null: with none. */
export function setChanges(changes) {
  keepChanges(changes);
  return run();
}

function keepChanges(changes) {
  const told = Boolean(changes || session.changes);
  session.changes = changes;
  clearTimeout(noting);
  if (changes) noting = setTimeout(() => remember('changes', JSON.stringify(changes)), NOTED);
  else forget('changes');
  if (told) tell('changes', changes);
}

/**
 * Another kind of input. Its own entry then says what the input is (input.js). `restored`: network and changes are those
 * of the address, as at the first, or when the browser goes back.
 */
export async function setTask(name, { step = false, restored = session.task === null } = {}) {
  if (!catalogues.has(name)) catalogues.set(name, await getJson(`task/${name}`));
  current.abort();
  const { networks } = (session.catalogue = catalogues.get(name));
  const known = (network) => networks.some((n) => n.name === network);
  const asked = new URLSearchParams(location.search).get('network');
  const first = [restored ? asked : null, chosen.get(name), TASKS[name].network].find(known);
  Object.assign(session, { task: name, architecture: first ?? networks[0].name, input: null, trace: null, original: null, carry: null });
  keepChanges(restored ? addressedChanges() : null);
  remember('task', name, { step });
  remember('network', session.architecture);
  document.body.dataset.task = name;
  tell('clear', null);
  tell('task', name);
}

/** Call `listener` with the task's catalogue, its networks and examples: now if it is there, and for each other task. */
export function onTask(listener) {
  if (session.catalogue) listener(session.task);
  on('task', listener);
}

/** What is known of the chosen network: its arguments, parameters and scores. */
export const network = () => session.catalogue.networks.find(({ name }) => name === session.architecture);

export const say = (message) => tell('message', message);

async function run() {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  session.carry = null;
  if (!session.input) {
    stop(null);
    return;
  }
  const slow = setTimeout(() => say(t('status.loading')), 600);
  try {
    const { task, input, architecture, changes } = session;
    const asked = { task, input, architecture };
    const known = changes ? originalOf(asked) : null;
    const original = changes && (known ?? whole(asked, signal));
    original?.catch?.(() => {}); // it is told below
    for await (const frame of ask(changes ? { ...asked, changes } : asked, signal)) {
      if (frame.end) session.original = await original;
      if (signal.aborted) return;
      if (frame.run) {
        clearTimeout(slow);
        say(null);
        session.trace = traceOf(frame, { ...asked, changes });
        session.original = known ?? null; // that of another input, or of another network, is none of this one
        tell('begin', session.trace);
      } else take(frame);
    }
  } catch (error) {
    if (signal.aborted) return;
    const refused = error instanceof Refused;
    stop(refused ? error.message : t('errors.offline'));
    if (!refused || error.cause === BUSY) setTimeout(() => signal.aborted || run(), RETRY);
  } finally {
    clearTimeout(slow);
  }
}

const traceOf = (frame, of) => Object.assign(new Trace(frame.run, network().arguments.bidirectional), { of });

/** The trace of what is asked, if it is there already: many changes are tried on one input. */
function originalOf({ input, architecture }) {
  const same = (trace) => trace?.of && trace.milliseconds !== null && !trace.of.changes && trace.of.input === input && trace.of.architecture === architecture;
  return [session.trace, session.original].find(same);
}

/** A trace of its own, when all of it has come. */
async function whole(asked, signal) {
  let trace = null;
  for await (const frame of ask(asked, signal)) {
    if (frame.run) trace = traceOf(frame, asked);
    else if (frame.end) trace.milliseconds = frame.end.milliseconds;
    else trace.add(frame);
  }
  return trace;
}

export class Refused extends Error {}

/** The frames of an answer. Throws Refused, whose message is for the visitor, or what fetch throws. */
export async function* ask(asked, signal) {
  const body = JSON.stringify({ ...asked, language: currentLanguage() });
  const response = await fetch(address('trace'), { method: 'POST', body, signal });
  if (!response.ok) throw new Refused(await refusal(response), { cause: response.status });
  for await (const frame of frames(response)) {
    if (frame.error) throw new Refused(frame.error); // it was ended before its time
    yield frame;
  }
}

/** A frame of the trace that is on its way. */
export function take(frame) {
  const { trace } = session;
  if (frame.end) {
    session.carry = frame.end.carry ?? null;
    trace.milliseconds = frame.end.milliseconds;
    if (!trace.open) tell('end', trace);
    return;
  }
  const stage = trace.add(frame);
  if (stage) tell('stage', stage);
}

/** A drawing begins whose steps come while the pen moves (live.js). */
export function openTrace(head) {
  session.original = null;
  session.trace = Object.assign(new Trace(head), { open: true });
  tell('begin', session.trace);
}

/** The steps of the drawing `input` are all there; until the next stroke. */
export function closeTrace(input) {
  session.input = input;
  Object.assign(session.trace, { open: false, of: { task: session.task, input, architecture: session.architecture, changes: null } });
  tell('end', session.trace);
}

async function refusal(response) {
  try {
    return (await response.json()).message;
  } catch {
    return t('errors.offline');
  }
}

function stop(message) {
  session.trace = session.original = null;
  tell('clear', message);
  say(message);
}

/** The changes that the address names; what is wrong in them is said by the server. */
function addressedChanges() {
  try {
    const changes = JSON.parse(new URLSearchParams(location.search).get('changes'));
    return typeof changes === 'object' && !Array.isArray(changes) ? changes : null;
  } catch {
    return null;
  }
}

/** The task that the address names. */
function addressed() {
  const asked = new URLSearchParams(location.search).get('task');
  return asked in TASKS ? asked : 'digits';
}

window.addEventListener('popstate', () => addressed() !== session.task && setTask(addressed(), { restored: true }));
ready.then(() => setTask(addressed()));
