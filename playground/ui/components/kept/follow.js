// The page's address follows the input once it is answered; what is too long for it the server keeps under a digest.

import { lazy } from '../loading/lazy.js';
import { on } from '../run/events.js';
import { postJson } from '../server/post_json.js';
import { put, state } from '../store/store.js';
import { firstExample, isExample } from './example_of.js';
import { keepCopy, leaveSaid } from './session_copy.js';
import { TASKS } from '../tasks.js';

const code = lazy(() => import('./input_code.js')); // most visits begin and end with the first example
const NOTHING = { body: '', text: '' };
let kept = NOTHING; // what the server was given last

/** The server has it from now on. @param {string} body @returns {Promise<string | null>} the text for it. Throws Refused */
async function keep(body) {
  if (kept.body === body) return kept.text;
  const { key } = await postJson('kept', JSON.parse(body));
  kept = { body, text: (await code()).writeKey(key) };
  return kept.text;
}

/** @param {boolean} isAnswered an input that the server has refused it does not keep */
async function tell(isAnswered) {
  const { task, input, catalogue } = state;
  if (!task || !catalogue) return;
  const { entry } = TASKS[task];
  let text = null;
  if (input && !isExample(input, firstExample(task, catalogue), entry)) {
    try {
      text = (await code()).writeInput(input, entry, catalogue.examples.shown);
      if (text === null && isAnswered) text = await keep(JSON.stringify({ task, input }));
    } catch {
      // It is not taken.
    }
  }
  if (state.input !== input || state.task !== task) return;
  leaveSaid();
  put({ kept: text });
}

/** From now on. */
export function followInput() {
  on('end', ({ preview }) => preview || void tell(true));
  on('clear', () => {
    kept = NOTHING; // a server that was away may have lost it
    void tell(false);
  });
  const copy = () => state.task && keepCopy(state.task, state.input);
  window.addEventListener('pagehide', copy);
  document.addEventListener('visibilitychange', () => document.hidden && copy()); // a phone may end a page without a word
}
