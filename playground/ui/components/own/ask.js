// What the page asks of the server about a file: its weights as safetensors, and what network it is.

import { postFile } from '../server/post_file.js';

/** @typedef {{inverted: boolean, mean: number, std: number, right: number, of: number}} Trial */
/**
 * What a file is found to be (playground/service/own_networks.py).
 * @typedef {object} Found
 * @property {string | null} [class] one of the five; null: a list of layers
 * @property {import('./own_file.js').Layer[] | null} layers
 * @property {number | null} size rows and columns of a picture
 * @property {(number | null)[]} [input] its shape
 * @property {(number | null)[][]} [shapes] of what each layer gives, and the readout
 * @property {number} [parameters]
 * @property {Trial[]} [trials]
 * @property {number | null} [best] which trial
 * @property {{message: string, layer?: number}} [refusal] why the layers cannot be so
 */

/** @typedef {import('../server/asking.js').How} How */

/** A .pt file as safetensors. Throws Refused. @param {Uint8Array} file @param {How} how */
export const asSafetensors = (file, how) => postFile('state_file', file, async (response) => new Uint8Array(await response.arrayBuffer()), how);

/** Throws Refused. @param {Uint8Array} file with what its owner said @param {How} how @returns {Promise<Found>} */
export const find = (file, how) => postFile('own_network', file, (response) => response.json(), how);
