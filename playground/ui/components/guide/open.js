// Opens what the guide names: a task, a network with its changes, an input, a moment, and what to select; or a lab.

import { keyOf } from '../run/trace.js';
import { read } from '../explanation/selection.js';
import { showInput, whenOpen } from '../input.js';
import { setPage } from '../pages.js';
import { endOf, pause, seek } from '../playback/player.js';
import { on, prepare, session, setInput, setTask } from '../run/session.js';
import { open, select } from '../stage/selecting.js';
import { withStage } from '../stage/stage.js';
import { put } from '../store/store.js';

/**
 * Where a button leads (playground/story.py).
 * @typedef {{task: string, network: string, example: string, select: string, moment: number | null, changes: Record<string, any> | null, own: boolean, input: Record<string, any> | null, lab: string, memory: string}} State
 */

/** @type {{state: State, arrived: (() => void) | null} | null} */
let opening = null; // the state on its way
on('end', (trace) => opening && trace.task === opening.state.task && trace.architecture === opening.state.network && !trace.preview && opening.arrived?.());

/** Resolves with true when what is asked for is on the page, with false when something else was asked for meanwhile. @param {State} state */
export async function openState(state) {
  const mine = /** @type {NonNullable<typeof opening>} */ (opening = { state, arrived: null });
  if (state.lab) {
    setPage('lab');
    (await import('../lab.js')).begin(state.lab);
    return true;
  }
  if (state.memory) {
    put({ memory: state.memory });
    setPage('memory');
    return true;
  }
  setPage(null);
  const isOwn = state.own && session.task === state.task && session.input !== null;
  if (session.task !== state.task) await setTask(state.task);
  await whenOpen();
  if (opening !== mine) return false; // another was chosen meanwhile
  select(null);
  open(null);
  const arrived = new Promise((resolve) => (mine.arrived = () => resolve(true)));
  prepare(state.network, state.changes);
  const { input, label } = example(state) ?? {};
  if (state.input) showInput(state.input);
  else if (isOwn || !input) setInput(session.input);
  else showInput(input, label);
  await arrived;
  if (opening !== mine) return false;
  opening = null;
  pause();
  seek(state.moment ?? endOf(session.trace));
  const selection = state.select ? (read(state.select) ?? null) : null;
  if (selection) {
    select(selection);
    requestAnimationFrame(() => bringIntoSight(selection)); // once it stands there
  }
  return true;
}

/** Above a phone's guide not every picture has room: it is scrolled to what is selected. @param {import('../explanation/selection.js').Selection} selection */
function bringIntoSight(selection) {
  const { quantity, index, t } = selection;
  withStage((stage) => {
    const box = stage.boxOf(keyOf(selection), index, { quantity, t });
    const view = stage.place.closest('.pg-stage');
    if (!box || !view) return;
    const least = box.y + box.height + 8 - view.clientHeight;
    if (view.scrollTop < least) view.scrollTop = least;
    else if (view.scrollTop > box.y) view.scrollTop = Math.max(0, box.y - 24);
  });
}

/** By its label, or where several have the same one by its text. @param {State} state */
function example({ example: name }) {
  const { shown } = session.catalogue?.examples ?? { shown: [] };
  return shown.find((/** @type {any} */ { label, input }) => input.text === name || label === name);
}
