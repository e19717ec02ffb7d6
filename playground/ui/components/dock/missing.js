// What is selected or opened and the network does not have: it is let go, and where the address named it that is said.

import { on, runOf, session } from '../run/session.js';
import { open, point, select } from '../stage/selecting.js';
import { STATE } from '../store/state.js';
import { misunderstood, state } from '../store/store.js';
import { viewNameOf } from './views.js';
import { given, stageOf } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../stage/selecting.js').Opened} Opened */

/** Whether a run has what is selected. @param {Selection} selection @param {Trace} run @param {{anyStep?: boolean}} [options] `anyStep`: another input may have more steps */
export function hasSelected(selection, run, { anyStep = false } = {}) {
  const { against, quantity } = selection;
  const stage = stageOf(run, selection);
  const isKnown = !stage?.declared || quantity in stage.declared.quantities || quantity in stage.arrays;
  const isOther = against === undefined || (against < run.labels.length && against !== selection.index[0]);
  return isKnown && isOther && viewNameOf(anyStep ? { ...selection, t: selection.t && 0 } : selection, run) !== null;
}

/** Whether a run has what is opened, and it can be. @param {Opened} opened @param {Trace} run */
export function hasOpened({ key, how, quantity }, run) {
  const stage = run.stages.get(key);
  if (!stage) return false;
  if (how === 'lane') return Boolean(stage.declared?.timed) && (quantity === undefined || quantity in stage.arrays);
  return given(stage)?.shape.length === 3 && (how === 'layer' || stage.kind === 'Convolution');
}

/** @type {WeakSet<object>} what an address named and no answer has been looked through for */
const doubtful = new WeakSet();

/** What an address names is looked for in the answer. @param {Pick<import('../store/state.js').State, 'selection' | 'opened'>} asked */
export function lookFor({ selection, opened }) {
  for (const one of [selection, opened]) if (one) doubtful.add(one);
  check();
}

function check() {
  const run = session.trace;
  const isWhole = run && run.milliseconds !== null && !run.preview && run.of?.architecture === session.architecture;
  const { selection, opened } = state;
  if (!isWhole) return;
  const isNew = selection !== null && doubtful.delete(selection);
  if (selection && !hasSelected(selection, runOf(selection) ?? run, { anyStep: !isNew })) letGo('selection', isNew, select);
  if (state.pointed && !hasSelected(state.pointed, run)) point(null); // another input is shorter
  const isJustOpened = opened !== null && doubtful.delete(opened);
  if (opened && !hasOpened(opened, run)) letGo('opened', isJustOpened, open);
}

/** @param {'selection' | 'opened'} name @param {boolean} isSaid @param {(value: null) => void} put */
function letGo(name, isSaid, put) {
  const text = STATE[name].write?.(state[name]) ?? '';
  put(null);
  if (isSaid) misunderstood(name, text, null, 'not_here');
}

on('end', check);
