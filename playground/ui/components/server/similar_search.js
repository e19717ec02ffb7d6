// A search on the server that follows what is asked: late enough for a hand, and of two answers the newer.

import { t } from '../text/text.js';
import { failureText, postJson } from './post_json.js';

const PATIENCE = 200; // milliseconds after the last change until the server is asked
const MOST_KEPT = 40;

/** @typedef {{message?: string, waiting?: boolean, asked?: any, searched?: any, matches?: any[]}} Answer */

/** @type {Map<string, any>} */
const kept = new Map(); // answers by question, the oldest first

/**
 * {ask(question, message)}; `show` is told {message, waiting: true}, then {asked, searched, matches} or {message}.
 * Without a question there is nothing to ask, and `message` says why.
 * @param {(answer: Answer) => void} show
 * @param {import('../dom/waiting.js').Waiting} waiting
 */
export function search(show, waiting) {
  /** @type {string | null} */
  let latest = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  const ask = (/** @type {any} */ asked, /** @type {string} */ message = '') => {
    const question = JSON.stringify(asked ?? message ?? null);
    if (question === latest) return;
    latest = question;
    clearTimeout(due);
    waiting.drop();
    if (!asked) show({ message });
    else if (kept.has(question)) show({ asked, ...kept.get(question) });
    else {
      show({ message: t('similar.looking'), waiting: true });
      due = setTimeout(() => send(asked, question), PATIENCE);
    }
  };
  const send = async (/** @type {any} */ asked, /** @type {string} */ question) => {
    const how = waiting.begin();
    try {
      const answer = await postJson('similar', asked, how);
      if (kept.size >= MOST_KEPT) kept.delete([...kept.keys()][0]);
      kept.set(question, answer);
      if (!how.signal.aborted) show({ asked, ...answer });
    } catch (error) {
      if (latest === question) latest = null; // the next change, or the same again, asks anew
      if (how.signal.aborted) return;
      show({ message: failureText(error) });
    }
  };
  return { ask };
}
