// What a route has as JSON: asked for a few times if the server does not answer, and once if it refuses.

import { PAUSES } from './chances.js';
import { address } from './routes.js';

const NOW_AND_THEN = [408, 425, 429]; // refusals that need not last

/** The server has understood and said no; the message is for the visitor. */
export class Refused extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

/** Nobody answers. */
export class Unreachable extends Error {
  /** @param {string} route @param {unknown} [cause] */
  constructor(route, cause) {
    super(`${route} cannot be had`, { cause });
    this.name = 'Unreachable';
  }
}

/**
 * The message of an answer that is no success, '' if it has none.
 * @param {Response} response
 * @returns {Promise<string>}
 */
export async function messageOf(response) {
  try {
    return String((await response.json()).message ?? '');
  } catch {
    return '';
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
      if (status >= 400 && status < 500 && !NOW_AND_THEN.includes(status)) throw new Refused(await messageOf(response), status);
    } catch (error) {
      if (error instanceof Refused || signal?.aborted) throw error;
      last = error;
    }
  }
  throw new Unreachable(route, last);
}
