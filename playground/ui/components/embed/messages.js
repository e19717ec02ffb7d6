// What this frame and the page around it say to each other (docs/embed.md): data alone, and nothing that an address could not say.

import { onAnswer } from '../guide/answers.js';
import { on, session } from '../run/session.js';
import { onSelection } from '../stage/selecting.js';
import { onNotUnderstood, state } from '../store/store.js';
import { ready, setLanguage } from '../text/text.js';
import { answerOf } from './answer.js';
import { problemsOf, readersOf, withKeys } from './asked.js';

const VERSION = 1;

/**
 * Hear the page around this one. Whoever it is could have set the frame's address, and with it all that is set here, so
 * that it is asked for no origin; but what the visitor does is told to the one origin that has spoken, and to nobody
 * before one has.
 * @param {Window} parent
 * @param {() => Promise<void>} arrive makes the page what its address says
 */
export function listen(parent, arrive) {
  /** @type {string | null} */
  let origin = null;
  const tell = (/** @type {Record<string, unknown>} */ said) => origin && parent.postMessage({ playground: VERSION, ...said }, origin);
  const tellAnswer = async () => {
    const { trace } = session;
    if (!trace || trace.preview || trace.milliseconds === null) return;
    const answer = await answerOf(trace, state.selection);
    if (trace === session.trace) tell({ answer });
  };
  window.addEventListener('message', ({ source, origin: from, data }) => {
    if (source !== parent || data?.playground !== VERSION) return;
    origin = from === 'null' ? '*' : from; // a file, or a frame without an origin, has no other name
    const problems = problemsOf(data.set, readersOf());
    if (problems.length) tell({ refused: problems });
    else void set(data.set, arrive).then(tellAnswer);
  });
  on('end', () => void tellAnswer());
  on('clear', () => tell({ answer: null }));
  onSelection(() => void tellAnswer());
  onAnswer(({ name, answer }) => tell({ exercise: { name, right: answer.right } }));
  onNotUnderstood((list) => list.length && tell({ refused: list.map(({ key, text }) => ({ key, value: text })) }));
  void ready.then(() => parent.postMessage({ playground: VERSION, ready: true }, '*'));
}

/** Go to the address with these keys, as if it had been opened. @param {Record<string, string | null>} keys @param {() => Promise<void>} arrive */
async function set(keys, arrive) {
  history.replaceState(history.state, '', withKeys(new URL(location.href), keys));
  await arrive();
  const { lang, __theme: theme } = keys;
  if (lang) await setLanguage(lang);
  if (theme) document.body.classList.toggle('dark', theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches));
}
