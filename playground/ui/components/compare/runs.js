// What was entered through all networks of the task: of each what tells most (playground/ui/comparison_frames.py).

import { ofInput, on, session } from '../run/session.js';
import { Trace } from '../run/trace.js';
import { postForFrames } from '../server/post_json.js';
import { signal } from '../store/signal.js';
import { onPut, state } from '../store/store.js';
import { t } from '../text/text.js';
import { following } from './following.js';

/** @typedef {import('../store/state.js').Network} Network */
/** @typedef {import('../server/asking.js').How} How */
/** What a network makes of the input, or why there is nothing. @typedef {{trace: Trace | null, error: string}} Found */

/** @type {import('../store/signal.js').Signal<void>} */
const changed = signal();
/** @type {Map<string, Found>} by the name of the network */
let found = new Map();

/** Call `listener` when a network has answered, or all answers are gone. */
export const onRuns = changed.on;

/** @param {string} name @returns {Found} */
export const foundOf = (name) => found.get(name) ?? { trace: null, error: '' };

/** All that have answered, in the order of the networks. @returns {Trace[]} */
export const answered = () => networks().flatMap(({ name }) => foundOf(name).trace ?? []);

/** Those of the task, those of visitors among them. @returns {Network[]} */
export const networks = () => session.catalogue?.networks ?? [];

/** What is asked of the server: one input, all networks, and the changes of the input. @param {any} input */
export const questionOf = (input) => ({ task: session.task, input, networks: networks().map(({ name }) => name), changes: ofInput(session.changes) });

/** @param {string} name @param {Found} what */
function tell(name, what) {
  found.set(name, what);
  changed.tell();
}

/** @param {any} input @param {How} how @param {boolean} preview */
async function ask(input, how, preview) {
  const question = questionOf(input);
  /** @type {{name: string, trace: Trace} | null} */
  let now = null;
  for await (const frame of postForFrames('compare', { ...question, preview }, how)) {
    if (how.signal?.aborted) return;
    if (frame.run) {
      const { architecture: name } = frame.run;
      const both = networks().find((one) => one.name === name)?.arguments.bidirectional;
      now = { name, trace: Object.assign(new Trace(frame.run, both), { preview, of: { ...question, architecture: name } }) };
    } else if (!now) continue;
    else if (frame.error) tell(now.name, { trace: null, error: frame.error });
    else if (!frame.end) now.trace.add(frame);
    else {
      now.trace.end({ ...frame.end, milliseconds: 0 }); // all of it is there
      tell(now.name, { trace: now.trace, error: '' });
    }
  }
}

const isWanted = () => state.page === 'compare' && state.part === 'input' && !state.pair;
const { again, drop } = following({
  isWanted,
  question: () => JSON.stringify(questionOf(null)),
  ask,
  refuse: (words) => {
    for (const { name } of networks()) found.set(name, { trace: null, error: words ?? t('errors.offline') });
    changed.tell();
  },
});

const clear = () => {
  found = new Map();
  changed.tell();
};
on('clear', clear);
on('task', clear);
onPut(['page', 'part', 'pair', 'catalogue'], () => (isWanted() ? void again() : drop()));
void again();
