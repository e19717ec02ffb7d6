// The page made from its address: when it is opened, and whenever the browser goes back or on.

import { lookFor } from './dock/missing.js';
import { restoreGuide } from './guide/opened.js';
import { firstExample } from './kept/example_of.js';
import { copyOf } from './kept/session_copy.js';
import { lazy } from './loading/lazy.js';
import { needModule, whileWanted } from './loading/wanted.js';
import { seek } from './playback/player.js';
import { on } from './run/events.js';
import { restorePage } from './pages.js';
import { restoreOrder } from './playback/view.js';
import { question, show } from './run/backward.js';
import { setTask } from './run/session.js';
import { restore } from './stage/selecting.js';
import { FIRST_TASK } from './store/state.js';
import { fromAddress, keepLooks, put, state } from './store/store.js';
import { ready } from './text/text.js';

/** Make the page what its address says. */
async function arrive() {
  const asked = fromAddress({ task: FIRST_TASK });
  const { page, guide } = asked.embed ? await alone(asked) : asked;
  restorePage(page);
  restoreGuide(guide);
  restoreOrder(asked.order);
  for (const name of /** @type {const} */ (['setup', 'part', 'pair', 'tests', 'training', 'memory'])) {
    if (JSON.stringify(asked[name]) !== JSON.stringify(state[name])) put({ [name]: asked[name] }, { told: false });
  }
  show(asked.shows, { told: false });
  if (asked.step !== null) startAt(asked.step);
  await ready;
  const task = asked.task ?? FIRST_TASK;
  if (!(await setTask(task, { asked, given: (catalogue, isWanted) => inputOf(task, asked.kept, catalogue, isWanted) }))) return;
  question({ target: asked.target, loss: asked.loss });
  put({ weight: asked.weight }, { told: false });
  restore(asked);
  lookFor(asked);
}

/** The moment that a link names is shown as soon as its run is there; from then on the address says nothing of it. @param {number} step */
function startAt(step) {
  const off = on('end', ({ preview }) => {
    if (preview) return;
    off();
    seek(step);
    put({ step: null });
  });
}

const panel = lazy(async () => {
  const embed = await needModule(() => import('./embed/embed.js'));
  await embed.begin(arrive);
  return embed;
});

/** Where one is when one panel is all that is seen; the address goes on to say where the whole page would be. @param {import('./store/state.js').State} asked */
async function alone(asked) {
  put({ embed: asked.embed }, { told: false });
  const embed = await whileWanted('embed', panel, () => true);
  return embed ? embed.placeOf(asked) : asked;
}

/** The input of an address; null where that is there already, or the task is to begin as it does. @param {string} task @param {string | null} text @param {import('./store/state.js').Catalogue} catalogue @param {() => boolean} isWanted */
async function inputOf(task, text, catalogue, isWanted) {
  const isOpened = state.task === null; // the page, by this very address
  const copy = isOpened ? copyOf(task) : null;
  if (copy || (task === state.task && text === state.kept)) return copy;
  const given = text && (await whileWanted('input', () => import('./kept/given.js'), isWanted));
  const input = given ? await given.inputOf(task, text, catalogue) : null;
  return input ?? (isOpened ? null : firstExample(task, catalogue).input);
}

/** The address is another one, and the page is still there. */
export function follow() {
  for (const dialog of document.querySelectorAll('dialog')) dialog.close(); // it was about what is left
  keepLooks();
  return arrive();
}

window.addEventListener('popstate', () => void follow());
void arrive();
