// What stands on the bench of the lab, and what the server last made of it.

import { address } from '../server/routes.js';
import { currentLanguage, t } from '../text/text.js';
import { SETUPS } from './presets.js';

export const LIMITS = { side: 12, kernel: 5, kernels: 4, stride: 4, padding: 4, dilation: 3 };
const RETRY = 3000; // milliseconds
const BUSY = 503;
const listeners = new Set();

/**
 * input: C grids, kernels: M of C grids, bias: M numbers; stride, padding, dilation: [height, width].
 * result: {request, maps, activated, pooled, winners, flat, reads}, of the question that was answered last.
 * pointed: {kind: 'map' | 'active' | 'pool', map, y, x}, {kind: 'flat', k} or null. kernel: the one that is followed.
 * over: the cell [y, x] of the picture under the pointer, or null.
 */
export const lab = { ...structuredClone(SETUPS.example), setup: 'example', result: null, message: '', pointed: null, over: null, kernel: 0 };

/** Call `listener` with what has changed: 'bench' (the question), 'result', 'pointed', 'over', 'message'. */
export const onLab = (listener) => listeners.add(listener);
export const tell = (what) => listeners.forEach((listener) => listener(what));

/** Put something else on the bench and ask what becomes of it. */
export function change(fields, setup = null) {
  Object.assign(lab, fields, { setup });
  tell('bench');
  ask();
}

export function showSetup(name) {
  Object.assign(lab, { pointed: null, kernel: 0 });
  change(structuredClone(SETUPS[name]), name);
}

export function point(pointed) {
  if (JSON.stringify(pointed) === JSON.stringify(lab.pointed)) return;
  lab.pointed = pointed;
  if (pointed && 'map' in pointed) lab.kernel = pointed.map;
  tell('pointed');
}

const question = () => {
  const { input, kernels, bias, stride, padding, dilation, relu, pooling } = lab;
  return structuredClone({ input, kernels, bias, stride, padding, dilation, relu, pooling });
};

let asking = false;
let again = false;

/** One question at a time: a hand paints faster than answers come, and what it painted meanwhile goes out in one. */
export async function ask() {
  again = true;
  if (asking) return;
  asking = true;
  while (again) {
    again = false;
    const request = question();
    try {
      await answered(request);
    } catch {
      say(t('errors.offline'));
      setTimeout(ask, RETRY);
    }
  }
  asking = false;
}

async function answered(request) {
  const body = JSON.stringify({ ...request, language: currentLanguage() });
  const response = await fetch(address('lab'), { method: 'POST', body });
  const got = await response.json();
  if (!response.ok) {
    say(got.message);
    if (response.status === BUSY) setTimeout(ask, RETRY);
    return;
  }
  lab.result = { request, ...got };
  if (!stillThere(lab.pointed, lab.result)) lab.pointed = null;
  lab.kernel = Math.min(lab.kernel, got.maps.length - 1);
  say('');
  tell('result');
}

function say(message) {
  lab.message = message;
  tell('message');
}

function stillThere(pointed, { maps, activated, pooled, flat }) {
  if (!pointed) return true;
  if (pointed.kind === 'flat') return pointed.k < flat.length;
  const grids = { map: maps, active: activated, pool: pooled }[pointed.kind];
  return grids?.[pointed.map]?.[pointed.y]?.[pointed.x] !== undefined;
}
