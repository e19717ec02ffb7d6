// A question to the server, asked again as long as that can help: when nobody answers, when all are busy, when an answer breaks off.

import { chance } from './chance.js';
import { address } from './routes.js';
import { follow, lost } from './standing.js';
import { newName, VISITOR } from './visitor.js';
import { frames } from './wire.js';

/** @typedef {import('./standing.js').Standing} Standing */
/** `told` hears where the question stands while that takes long, at the last null; `signal`: it is wanted no more; `once`: what comes next is worth more than this. @typedef {{signal?: AbortSignal, told?: import('./standing.js').Told, once?: boolean}} How */

/** The server has understood and said no; the message is for the visitor. */
export class Refused extends Error {
  /** @param {string} message @param {number} status @param {Record<string, any>} [told] all that the answer says */
  constructor(message, status, told = {}) {
    super(message);
    this.name = 'Refused';
    this.status = status;
    this.told = told;
  }
}

const BUSY = 503;
const PASSING = [408, 425, 429, 502, BUSY, 504]; // refusals that need not last

/** Whether the same question may be answered later: all were busy, or nobody has answered. @param {unknown} error */
export const isPassing = (error) => !(error instanceof Refused) || PASSING.includes(error.status);

/** Resolves when it is worth another try; throws what went wrong where it is not. @param {unknown} error @param {number} tried @param {How} how */
async function again(error, tried, { signal, told, once }) {
  if (signal?.aborted || once || !isPassing(error)) throw error;
  const retry = error instanceof Refused ? error.told.retry : undefined;
  if (!retry) lost();
  told?.(retry ? { state: 'busy', seconds: retry } : { state: 'away' });
  await chance(tried, { retry, signal });
}

/**
 * What `attempt` comes to, when it does. Throws Refused, or why it is wanted no more.
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {How} [how]
 * @returns {Promise<T>}
 */
export async function persist(attempt, how = {}) {
  try {
    for (let tried = 0; ; tried++) {
      try {
        return await attempt();
      } catch (error) {
        await again(error, tried, how);
      }
    }
  } finally {
    how.told?.(null);
  }
}

const AT_ONCE = { arrives() {}, end() {} }; // what takes no work of a network does not wait for a turn

/**
 * One try. `end` is to be called when all of the answer is there. Throws Refused, or what fetch throws.
 * @param {string} route
 * @param {RequestInit} [init]
 * @param {How} [how]
 */
export async function open(route, init = {}, { signal, told = () => {} } = {}) {
  const visit = newName();
  const own = new AbortController();
  const { arrives, end } = init.method === 'POST' ? follow(visit, told, () => own.abort()) : AT_ONCE;
  try {
    const headers = { ...init.headers, 'X-Visitor': VISITOR, 'X-Visit': visit };
    const response = await fetch(address(route), { ...init, headers, signal: signal ? AbortSignal.any([signal, own.signal]) : own.signal });
    if (!response.ok) throw await refusalOf(response);
    arrives();
    return { response, end };
  } catch (error) {
    end();
    throw error;
  }
}

/** @param {Response} response */
async function refusalOf(response) {
  const told = await response.json().catch(() => ({}));
  const retry = Number(told?.retry ?? response.headers.get('Retry-After')) || undefined;
  return new Refused(String(told?.message ?? ''), response.status, { ...told, retry });
}

/**
 * What `read` makes of the answer that one try, `opens`, comes to.
 * @template T
 * @param {() => ReturnType<typeof open>} opens
 * @param {(response: Response) => Promise<T>} read
 */
export async function whole(opens, read) {
  const { response, end } = await opens();
  try {
    return await read(response);
  } finally {
    end();
  }
}

/**
 * The frames of an answer, which begins anew, with its first frame, when it has broken off.
 * @param {() => ReturnType<typeof open>} opens
 * @param {How} how
 */
export async function* streamed(opens, how) {
  try {
    for (let tried = 0; ; tried++) {
      const source = framesOf(opens);
      for (;;) {
        /** @type {IteratorResult<import('./wire.js').Frame, void>} */
        let next;
        try {
          next = await source.next();
        } catch (error) {
          await again(error, tried, how);
          break;
        }
        if (next.done) return;
        yield next.value;
      }
    }
  } finally {
    how.told?.(null);
  }
}

/** @param {() => ReturnType<typeof open>} opens */
async function* framesOf(opens) {
  const { response, end } = await opens();
  try {
    yield* framesIn(response);
  } finally {
    end();
  }
}

/** The frames of one answer. Throws Refused where it was ended because others came. @param {Response} response */
async function* framesIn(response) {
  for await (const frame of frames(response)) {
    if (frame.error && frame.retry) throw new Refused(frame.error, BUSY, frame);
    yield frame;
  }
}

/** All frames of one answer, when the last has come. @param {Response} response */
export async function allFrames(response) {
  const all = [];
  for await (const frame of framesIn(response)) all.push(frame);
  return all;
}

/**
 * What `read` makes of what a route has. Throws Refused.
 * @template T
 * @param {string} route @param {(response: Response) => Promise<T>} read @param {How} [how]
 */
export const getWhole = (route, read, how = {}) => persist(() => whole(() => open(route, {}, how), read), how);

/** What a route has as JSON. @param {string} route @param {How} [how] @returns {Promise<any>} */
export const getJson = (route, how) => getWhole(route, (response) => response.json(), how);
