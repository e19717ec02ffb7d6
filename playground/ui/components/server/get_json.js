// What a route has as JSON: asked for a few times if the server does not answer, and once if it refuses.

import { PAUSES } from './chances.js';
import { address } from './routes.js';

const NOW_AND_THEN = [408, 425, 429]; // refusals that need not last

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

/** Whether the same question may be answered later: all were busy, or nobody has answered. @param {unknown} error */
export const isPassing = (error) => !(error instanceof Refused) || error.status === BUSY;

/** Nobody answers. */
export class Unreachable extends Error {
  /** @param {string} route @param {unknown} [cause] */
  constructor(route, cause) {
    super(`${route} cannot be had`, { cause });
    this.name = 'Unreachable';
  }
}

/**
 * What an answer that is no success says: its message, '' if it has none, and what stands beside that.
 * @param {Response} response
 * @returns {Promise<{message: string} & Record<string, any>>}
 */
export async function toldBy(response) {
  try {
    const told = await response.json();
    return { ...told, message: String(told.message ?? '') };
  } catch {
    return { message: '' };
  }
}

/**
 * What a route has. Throws Refused on 4xx, and Unreachable when all tries have failed.
 * @param {string} route
 * @param {{pauses?: number[], signal?: AbortSignal}} [options]
 * @returns {Promise<any>}
 */
export async function getJson(route, { pauses = PAUSES, signal } = {}) {
  let last;
  for (const pause of [0, ...pauses]) {
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      const response = await fetch(address(route), { signal });
      if (response.ok) return await response.json();
      last = new Error(String(response.status));
      const { status } = response;
      if (status >= 400 && status < 500 && !NOW_AND_THEN.includes(status)) throw new Refused((await toldBy(response)).message, status);
    } catch (error) {
      if (error instanceof Refused || signal?.aborted) throw error;
      last = error;
    }
  }
  throw new Unreachable(route, last);
}
