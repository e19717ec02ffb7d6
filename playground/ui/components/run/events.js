// What happens to the run of the page, told to all who want to know; session.js and its neighbours tell it.

import { signal } from '../store/signal.js';

/** @typedef {import('./trace.js').Trace} Trace */

/**
 * task: another one, its catalogue is in; begin: a new trace; stage: it came, or more of it; clear: there is no trace, and
 * why if that is to be said.
 * @typedef {object} Events
 * @property {string} task
 * @property {string} architecture
 * @property {Record<string, any> | null} changes
 * @property {any} given an input of the task that is there, by an address
 * @property {void} interrupt
 * @property {Trace} begin
 * @property {import('./trace.js').Stage} stage
 * @property {Trace} end
 * @property {string | null} clear
 * @property {string | null} message
 */
/** @type {{[Name in keyof Events]: import('../store/signal.js').Signal<Events[Name]>}} */
export const events = {
  task: signal(),
  architecture: signal(),
  changes: signal(),
  given: signal(),
  interrupt: signal(),
  begin: signal(),
  stage: signal(),
  end: signal(),
  clear: signal(),
  message: signal(),
};

/**
 * @template {keyof Events} Name
 * @param {Name} name
 * @param {(detail: Events[Name]) => void} listener
 * @param {{signal?: AbortSignal}} [options]
 * @returns {() => void} takes the listener off
 */
export const on = (name, listener, options) => events[name].on(listener, options);
