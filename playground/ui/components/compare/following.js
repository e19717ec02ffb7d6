// A question about the page's input that is asked after each of its own answers, and about the drawing while the pen moves.

import { pacing } from '../run/pacing.js';
import { on, session } from '../run/session.js';
import { waitingWords } from '../server/waiting_words.js';
import { isPassing, Refused } from '../server/asking.js';

/**
 * `again()` asks, unless this very question is answered or on its way; `drop()` forgets it.
 * @param {object} what
 * @param {() => boolean} what.isWanted
 * @param {() => string} what.question beside the input, as text: an answer stands until it is another
 * @param {(input: any, how: import('../server/asking.js').How, preview: boolean) => Promise<void>} what.ask
 * @param {(words: string | null) => void} what.refuse why there is no answer, or not yet; null where the server cannot be reached
 */
export function following({ isWanted, question, ask, refuse }) {
  /** @type {{input: any, question: string} | null} */
  let asked = null;
  let flying = new AbortController();
  const pace = pacing({
    send: async (/** @type {any} */ input, signal) => {
      try {
        await ask(input, { signal, once: true }, true);
        return 'shown';
      } catch (error) {
        return signal.aborted || !isPassing(error) ? 'refused' : 'busy';
      }
    },
    now: () => performance.now(),
    later: (call, milliseconds) => {
      const timer = setTimeout(call, Math.ceil(milliseconds));
      return () => clearTimeout(timer);
    },
  });
  const drop = () => {
    flying.abort();
    pace.stop();
    asked = null;
  };
  const again = async () => {
    const { input } = session;
    if (!isWanted() || !session.trace || session.trace.preview || !input) return;
    if (asked && asked.input === input && asked.question === question()) return;
    drop();
    const mine = (flying = new AbortController());
    asked = { input, question: question() };
    const told = (/** @type {import('../server/standing.js').Standing | null} */ standing) => void (mine.signal.aborted || !standing || refuse(waitingWords(standing)));
    try {
      await ask(input, { signal: mine.signal, told }, false);
    } catch (error) {
      if (mine.signal.aborted) return;
      asked = null;
      refuse(error instanceof Refused ? error.message : null);
    }
  };
  on('interrupt', drop);
  on('clear', drop);
  on('task', drop);
  on('end', (trace) => {
    if (!isWanted()) return;
    if (trace.preview) pace.want(trace.of?.input);
    else void again();
  });
  return { again, drop };
}
