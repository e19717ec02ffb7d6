// The one visitor of this page: the task, the input, the chosen network, and the trace that streams in for them.

import { address, getJson, remember } from './address.js';
import { TASKS } from './tasks.js';
import { currentLanguage, ready, t } from './text.js';
import { Trace } from './trace.js';
import { frames } from './wire.js';

const events = new EventTarget();

const RETRY = 3000; // milliseconds until a server that did not answer, or was busy, is asked again
const BUSY = 503;
let current = new AbortController(); // of the trace on its way

const catalogues = new Map(); // by task
const chosen = new Map(); // the network that was chosen last, by task

export const session = { task: null, architecture: null, input: null, trace: null, catalogue: null, carry: null };

/**
 * Events: task (another one, its catalogue is in), architecture, interrupt, begin (a new trace), stage (it came, or
 * more of it), end, clear (no trace), message.
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
  session.architecture = name;
  chosen.set(session.task, name);
  remember('network', name);
  tell('architecture', name);
  run();
}

/** Another kind of input. Its own entry then says what the input is (input.js). */
export async function setTask(name, { step = false } = {}) {
  if (!catalogues.has(name)) catalogues.set(name, await getJson(`task/${name}`));
  current.abort();
  const { networks } = (session.catalogue = catalogues.get(name));
  const known = (network) => networks.some((n) => n.name === network);
  const asked = new URLSearchParams(location.search).get('network');
  const first = [chosen.get(name), session.task ? null : asked, TASKS[name].network].find(known);
  Object.assign(session, { task: name, architecture: first ?? networks[0].name, input: null, trace: null, carry: null });
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
  const { task, input, architecture } = session;
  await attempt(signal, { task, input, architecture }, (frame) => {
    session.trace = new Trace(frame.run, network().arguments.bidirectional);
    tell('begin', session.trace);
  });
}

/** Ask for a trace and take it in; what is refused is said, and a server that is away or busy is asked again. */
async function attempt(signal, asked, begin) {
  const slow = setTimeout(() => say(t('status.loading')), 600);
  try {
    for await (const frame of ask(asked, signal)) {
      if (signal.aborted) return;
      if (frame.run) {
        clearTimeout(slow);
        say(null);
        begin(frame);
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

export class Refused extends Error {}

/** The frames of an answer. Throws Refused, whose message is for the visitor, or what fetch throws. */
export async function* ask(asked, signal) {
  const body = JSON.stringify({ ...asked, language: currentLanguage() });
  const response = await fetch(address('trace'), { method: 'POST', body, signal });
  if (!response.ok) throw new Refused(await refusal(response), { cause: response.status });
  yield* frames(response);
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
  session.trace = Object.assign(new Trace(head), { open: true });
  tell('begin', session.trace);
}

/** The steps of the drawing `input` are all there; until the next stroke. */
export function closeTrace(input) {
  session.input = input;
  session.trace.open = false;
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
  session.trace = null;
  tell('clear', message);
  say(message);
}

/** The task that the address names. */
function addressed() {
  const asked = new URLSearchParams(location.search).get('task');
  return asked in TASKS ? asked : 'digits';
}

window.addEventListener('popstate', () => addressed() !== session.task && setTask(addressed()));
ready.then(() => setTask(addressed()));
