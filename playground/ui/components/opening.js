// What the program that opened this page has handed over (ui/opening.py): the task, and its own networks.

/**
 * `like`: of a task of its own which of ours is of the same kind.
 * @typedef {{task: string | null, networks: import('./store/state.js').Network[], like?: string}} Opening
 */

const said = globalThis.document?.querySelector?.('meta[name=pg-opening]')?.getAttribute('content');

/** @type {Opening} */
export const opening = said ? JSON.parse(said) : { task: null, networks: [] };

/** The networks that were handed over for a task. @param {string} task */
export const handedOver = (task) => (task === opening.task ? opening.networks : []);
