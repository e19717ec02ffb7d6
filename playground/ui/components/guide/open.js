// Opens what the guide names: a task, a network with its changes, an input, a moment, and what to select; or another part of the page.

import { keyOf } from '../run/trace.js';
import { read } from '../explanation/selection.js';
import { showInput, whenOpen } from '../input.js';
import { needModule } from '../loading/wanted.js';
import { setPage } from '../pages.js';
import { endOf, pause, seek } from '../playback/player.js';
import { question, show } from '../run/backward.js';
import { argmax } from '../run/largest.js';
import { on, prepare, session, setChanges, setInput, setTask } from '../run/session.js';
import { open, select } from '../stage/selecting.js';
import { withStage } from '../stage/stage.js';
import { PAGES, STATE } from '../store/state.js';
import { put, state as store } from '../store/store.js';
import { TASKS } from '../tasks.js';

/**
 * Where a button leads (playground/story/states.py).
 * @typedef {{task: string, network: string, example: string, select: string, moment: number | null, changes: Record<string, any> | null, own: boolean, right: boolean, input: Record<string, any> | null, code?: string, at: Record<string, string>}} State
 * `code`: of an address, its input as it stands there.
 */
/** @typedef {import('../store/state.js').State} Store */

/** @type {{state: State, arrived: (() => void) | null} | null} */
let opening = null; // the state on its way
on('end', (trace) => opening && trace.task === opening.state.task && trace.architecture === opening.state.network && !trace.preview && opening.arrived?.());

/** What of the page a state says by the keys of the address, by the names in the store. @param {State} state @returns {Partial<Store>} */
function placeOf({ at }) {
  const known = Object.entries(STATE).filter(([, { key }]) => key && key in at);
  return Object.fromEntries(known.map(([name, { key, read }]) => [name, read?.(at[key ?? ''])]));
}

/** Resolves with true when what is asked for is on the page, with false when something else was asked for meanwhile. @param {State} state */
export async function openState(state) {
  const mine = /** @type {NonNullable<typeof opening>} */ (opening = { state, arrived: null });
  const { page = null, shows = 'values', loss = null, ...others } = placeOf(state);
  put(page === 'compare' ? { part: STATE.part.first, tests: null, pair: null, ...others } : others);
  setPage(page);
  if (page && PAGES.includes(page)) return true;
  const isOwn = state.own && session.task === state.task && session.input !== null;
  if (session.task !== state.task) await setTask(state.task);
  await whenOpen();
  if (opening !== mine) return false; // another was chosen meanwhile
  select(null);
  open(null);
  const { learning = null, ...changes } = state.changes ?? {};
  const { input, label } = (await given(state)) ?? {};
  if (opening !== mine) return false;
  await answered(mine, () => {
    prepare(state.network, Object.keys(changes).length ? changes : null);
    if (state.input) showInput(state.input);
    else if (isOwn || !input) setInput(session.input);
    else showInput(input, label);
  });
  if (opening !== mine) return false;
  const target = state.right ? rightOf(isOwn ? undefined : label) : null;
  question({ target, loss });
  if (learning) await answered(mine, () => setChanges({ ...changes, learning: { ...learning, target } }));
  if (opening !== mine) return false;
  opening = null;
  show(shows, { step: false });
  pause();
  seek(state.moment ?? endOf(session.trace));
  const selection = state.select ? (read(state.select) ?? null) : null;
  if (selection) {
    select(selection);
    requestAnimationFrame(() => bringIntoSight(selection)); // once it stands there
  }
  return true;
}

/** Resolves when the network of a state has answered to what `act` asks. @param {NonNullable<typeof opening>} mine @param {() => unknown} act */
function answered(mine, act) {
  const arrived = new Promise((resolve) => (mine.arrived = () => resolve(true)));
  act();
  return arrived;
}

/** @type {{input: any, target: string | null}} the right answer that was found last, and of which input */
let found = { input: null, target: null };

/** The right answer of the input: an example's label; of another what the visitor has chosen, else what the trained network says. @param {string} [label] */
function rightOf(label) {
  const { labels = [], probabilities } = session.original ?? session.trace ?? {};
  const isKnown = found.input === session.input && store.target !== null; // chosen meanwhile, it may be another
  found = { input: session.input, target: label ?? (isKnown ? String(store.target) : labels[argmax(probabilities ?? [])]) };
  return found.target;
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

/** Where an address leads. @param {string} link from its "?" on @param {boolean} own @returns {State} */
export function stateOf(link, own) {
  const { task = '', network = '', changes, cell = '', input: code, ...at } = Object.fromEntries(new URLSearchParams(link));
  return { task, network, example: '', select: cell, moment: null, changes: changes ? JSON.parse(changes) : null, own, right: false, input: null, code, at };
}

/** An example by its label, or where several have the same one by its text; the input of an address, or that with which its task begins. @param {State} state @returns {Promise<{input: any, label?: string} | undefined>} */
async function given({ task, example: name, code, input }) {
  const { shown } = session.catalogue?.examples ?? { shown: [] };
  if (code) return { input: await (await needModule(() => import('../kept/given.js'))).inputOf(task, code, /** @type {any} */ (session.catalogue)) };
  if (!name && !input) return shown[TASKS[task]?.example ?? 0];
  return shown.find((/** @type {any} */ { label, input }) => input.text === name || label === name);
}
