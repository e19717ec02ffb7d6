// The one visitor of this page: the input, the chosen network, and the trace that streams in for them.

import { address, getJson, remember } from './address.js';
import { currentLanguage, ready, t } from './text.js';
import { Trace } from './trace.js';
import { frames } from './wire.js';

const events = new EventTarget();

const RETRY = 3000; // milliseconds until a server that did not answer, or was busy, is asked again
const BUSY = 503;
let current = new AbortController(); // of the trace on its way

export const session = { task: 'digits', architecture: 'cnn', input: null, trace: null, catalogue: null };

/** Events: architecture, interrupt, begin (a new trace), stage (it came, or more of it), end, clear (no trace), message. */
export const on = (name, listener) => events.addEventListener(name, (event) => listener(event.detail));
const tell = (name, detail) => events.dispatchEvent(new CustomEvent(name, { detail }));

/** The pen is down again: what is still on its way, or still playing, is dropped. */
export function interrupt() {
  current.abort();
  tell('interrupt');
}

/** A drawing, a picture, or null; the answer to what was there before is dropped. */
export function setInput(input) {
  session.input = input;
  run();
}

export function setArchitecture(name) {
  if (name === session.architecture) return;
  session.architecture = name;
  remember('network', name);
  tell('architecture', name);
  run();
}

/** Call `listener` with the task's networks and examples: now if they are there, else when they come. */
export const onCatalogue = (listener) => {
  if (session.catalogue) listener(session.catalogue);
  else on('catalogue', listener);
};

export const say = (message) => tell('message', message);

async function loadCatalogue() {
  session.catalogue = await getJson(`task/${session.task}`);
  const asked = new URLSearchParams(location.search).get('network');
  if (session.catalogue.networks.some(({ name }) => name === asked)) session.architecture = asked;
  tell('catalogue', session.catalogue);
}

async function run() {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  if (!session.input) {
    stop(null);
    return;
  }
  const slow = setTimeout(() => say(t('status.loading')), 600);
  try {
    await receive(signal, slow);
  } catch (error) {
    if (signal.aborted) return;
    const refused = error instanceof Refused;
    stop(refused ? error.message : t('errors.offline'));
    if (!refused || error.cause === BUSY) setTimeout(() => signal.aborted || run(), RETRY);
  } finally {
    clearTimeout(slow);
  }
}

class Refused extends Error {}

async function receive(signal, slow) {
  const { task, input, architecture } = session;
  const body = JSON.stringify({ task, input, architecture, language: currentLanguage() });
  const response = await fetch(address('trace'), { method: 'POST', body, signal });
  if (!response.ok) throw new Refused(await refusal(response), { cause: response.status });
  let trace = null;
  for await (const frame of frames(response)) {
    if (signal.aborted) return;
    if (frame.run) {
      clearTimeout(slow);
      session.trace = trace = new Trace(frame.run);
      say(null);
      tell('begin', trace);
    } else if (frame.end) {
      trace.milliseconds = frame.end.milliseconds;
      tell('end', trace);
    } else {
      const stage = trace.add(frame);
      if (stage) tell('stage', stage);
    }
  }
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

ready.then(loadCatalogue);
