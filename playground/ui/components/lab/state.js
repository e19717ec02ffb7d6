// What stands on the bench of the lab, and what the server last made of it.

import { failureText, postJson } from '../server/post_json.js';
import { isIdle } from '../server/standing.js';
import { waitingWords } from '../server/waiting_words.js';
import { signal } from '../store/signal.js';
import { SETUPS } from './presets.js';

export const LIMITS = { side: 12, kernel: 5, kernels: 4, stride: 4, padding: 4, dilation: 3 };
/**
 * The question: what stands on the bench. C channels, M kernels.
 * @typedef {object} Request
 * @property {number[][][]} input C grids
 * @property {number[][][][]} kernels M of C grids
 * @property {number[]} bias M numbers
 * @property {number[]} stride height and width, as of padding and dilation
 * @property {number[]} padding
 * @property {number[]} dilation
 * @property {boolean} relu
 * @property {string} pooling none, max or average
 */
/**
 * @typedef {object} Result
 * @property {Request} request
 * @property {number[][][]} maps
 * @property {number[][][] | null} activated
 * @property {number[][][] | null} pooled
 * @property {number[][][] | null} winners
 * @property {number[]} flat
 * @property {number[][]} reads by how many windows each cell of the picture is read
 */
/** @typedef {{kind: 'map' | 'active' | 'pool', map: number, y: number, x: number}} MapPlace */
/** @typedef {MapPlace | {kind: 'flat', k: number}} Pointed */
/** @typedef {'bench' | 'result' | 'pointed' | 'over' | 'message'} What */
/**
 * setup: the name of the whole set-up, null if something else stands on the bench; result: of the question that was
 * answered last; kernel: the one that is followed; over: the cell [y, x] of the picture under the pointer.
 * @typedef {Request & {setup: string | null, result: Result | null, message: string, pointed: Pointed | null, over: [number, number] | null, kernel: number}} Lab
 */

/** @type {import('../store/signal.js').Signal<What>} */
const changed = signal();

/** @type {Lab} */
export const lab = { ...structuredClone(SETUPS.example), setup: 'example', result: null, message: '', pointed: null, over: null, kernel: 0 };

/** Call `listener` with what has changed: the question on the bench, its result, what is pointed at, the message. */
export const onLab = changed.on;
export const { tell } = changed;

/** Put something else on the bench and ask what becomes of it. @param {Partial<Lab>} fields @param {string | null} [setup] */
export function change(fields, setup = null) {
  Object.assign(lab, fields, { setup });
  tell('bench');
  ask();
}

/** @param {string} name */
export function showSetup(name) {
  Object.assign(lab, { pointed: null, kernel: 0 });
  change(structuredClone(SETUPS[name]), name);
}

/** @param {Pointed | null} pointed */
export function point(pointed) {
  if (JSON.stringify(pointed) === JSON.stringify(lab.pointed)) return;
  lab.pointed = pointed;
  if (pointed && 'map' in pointed) lab.kernel = pointed.map;
  tell('pointed');
}

/** @returns {Request} */
const question = () => {
  const { input, kernels, bias, stride, padding, dilation, relu, pooling } = lab;
  return structuredClone({ input, kernels, bias, stride, padding, dilation, relu, pooling });
};

let asking = false;
let more = false;
let flying = new AbortController();
let isStuck = false; // nobody answers the question that was asked: it need not be asked again if there is another

/** One question at a time: a hand paints faster than answers come, and what it painted meanwhile goes out in one. */
export async function ask() {
  more = true;
  if (isStuck) flying.abort();
  if (asking) return;
  asking = true;
  while (more) {
    more = false;
    const request = question();
    flying = new AbortController();
    try {
      answered(request, await postJson('lab', request, { signal: flying.signal, told: wait }));
    } catch (error) {
      if (!flying.signal.aborted) say(failureText(error));
    }
  }
  asking = false;
}

/** @param {import('../server/standing.js').Standing | null} standing */
function wait(standing) {
  isStuck = isIdle(standing);
  say(standing ? waitingWords(standing) : '');
}

/** @param {Request} request @param {Omit<Result, 'request'>} got */
function answered(request, got) {
  lab.result = { request, ...got };
  if (!stillThere(lab.pointed, lab.result)) lab.pointed = null;
  lab.kernel = Math.min(lab.kernel, got.maps.length - 1);
  say('');
  tell('result');
}

/** @param {string} message */
function say(message) {
  lab.message = message;
  tell('message');
}

/** @param {Pointed | null} pointed @param {Result} result */
function stillThere(pointed, { maps, activated, pooled, flat }) {
  if (!pointed) return true;
  if (pointed.kind === 'flat') return pointed.k < flat.length;
  const grids = { map: maps, active: activated, pool: pooled }[pointed.kind];
  return grids?.[pointed.map]?.[pointed.y]?.[pointed.x] !== undefined;
}
