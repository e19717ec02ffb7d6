// The run on the page as what is taken away of it is asked for, and what its files are called.

import { runOf, session } from '../run/session.js';
import { whole } from '../stage/reading.js';
import { state } from '../store/store.js';
import { stageOf } from './where.js';

/** The run and what is selected in it, as the server takes them; null without a run. */
export function asked() {
  const { original, against, ...selection } = state.selection ?? {};
  const run = (state.selection && runOf(state.selection)) ?? session.trace;
  if (!run?.of) return null;
  const { task, input, architecture, changes = null } = run.of;
  const chosen = state.selection && stageOf(run, state.selection) ? whole(run, /** @type {any} */ (selection)) : null;
  return { task, input, architecture, changes, selection: chosen };
}

/** The beginning of a file's name. */
export const nameOfRun = () => `${session.task}-${session.architecture?.slice(0, 12)}`;
