// The one training of the page: it begins and ends with its stream, and is paused, taken on and asked for more while it runs.

import { Refused } from '../server/asking.js';
import { failureText, postForFrames, postJson } from '../server/post_json.js';
import { VISITOR } from '../server/visitor.js';
import { isIdle } from '../server/standing.js';
import { waitingWords } from '../server/waiting_words.js';
import { signal } from '../store/signal.js';
import { t } from '../text/text.js';
import { bench, onBench } from './bench.js';
import { Progress } from './progress.js';
import { askedOf } from './setup.js';

/** What a progress tells, `reset`: there is none; `asked`: it has been asked for; `failed`: it could not be had, or broke off. @typedef {import('./progress.js').News | 'reset' | 'asked' | 'failed'} News */

/** @type {{progress: Progress | null, message: string}} */
export const training = { progress: null, message: '' };
/** @type {import('../store/signal.js').Signal<News>} */
const told = signal();

/** Call `listener` with what has changed. */
export const onTraining = told.on;

const BEGINNING = ['Waiting', 'Started']; // stages with which a stream begins
let current = new AbortController(); // of the stream
/** How many updates a second, at most; null: as fast as it can. @type {{rate: number | null}} */
export const pace = { rate: 50 };

/** @param {number | null} rate */
export function setPace(rate) {
  pace.rate = rate;
  void command({ do: 'rate', rate });
}

/** Begin, or go on; with `once` for one update alone. @param {{once?: boolean}} [options] */
export function run({ once = false } = {}) {
  const { progress } = training;
  if (progress?.phase === 'paused' || (once && progress?.running)) void command({ do: once ? 'step' : 'run' });
  else if (!progress || progress.phase === 'ended') void begin(once);
}

export const pause = () => void command({ do: 'pause' });

/** As it is now, it is the trained network. */
export const finish = () => void command({ do: 'stop' });

/** The network goes back to before its training; a stream that is dropped ends it. */
export function reset() {
  current.abort();
  Object.assign(training, { progress: null, message: '' });
  told.tell('reset');
}

/** To the training that runs: nothing if there is none. @param {Record<string, any>} what */
async function command(what) {
  const id = training.progress?.started?.id;
  if (!id || training.progress?.phase === 'ended') return;
  try {
    await postJson(`training/${id}`, what, { signal: current.signal });
  } catch (error) {
    if (error instanceof Refused) fail(error.message);
  }
}

const exampleNow = () => ({ example: bench.example?.value ?? null, target: bench.example?.target ?? null });

/** All that may be chosen anew while a training waits, when nobody hears of it yet. */
const chosenNow = () => ({ rate: { rate: pace.rate }, shows: { shows: bench.shows }, example: exampleNow() });

/** Tell one that has begun what was chosen since it was asked for. @param {ReturnType<typeof chosenNow>} asked */
function catchUp(asked) {
  for (const [what, now] of Object.entries(chosenNow())) {
    if (JSON.stringify(now) !== JSON.stringify(asked[/** @type {'rate'} */ (what)])) void command({ do: what, ...now });
  }
}

/** @param {boolean} once */
async function begin(once) {
  current.abort();
  current = new AbortController();
  const { signal: stopped } = current;
  let progress = new Progress();
  Object.assign(training, { progress, message: '' });
  told.tell('asked');
  const chosen = chosenNow();
  try {
    const asked = {
      ...askedOf(bench.setup), ...chosen.rate, ...chosen.shows, ...chosen.example, visitor: VISITOR,
      get paused() {
        return once || progress.phase === 'paused';
      },
    };
    for await (const frame of postForFrames('training', asked, { signal: stopped, told: (standing) => stopped.aborted || wait(standing) })) {
      if (stopped.aborted) return;
      if (progress.started && BEGINNING.includes(frame.stage ?? '')) progress = training.progress = new Progress(); // its server was lost: the same training from its start
      if (frame.error && !frame.stage) throw new Refused(frame.error, 422); // a picture's error is the example's
      const news = progress.take(frame);
      if (news) told.tell(news);
      if (news === 'started') catchUp(chosen);
      if (news === 'started' && once) void command({ do: 'step' });
    }
    if (!stopped.aborted && progress.phase !== 'ended') fail(t('train.broke_off'));
  } catch (error) {
    if (!stopped.aborted) fail(failureText(error));
  }
}

/** @param {import('../server/standing.js').Standing | null} standing */
function wait(standing) {
  const words = isIdle(standing) && standing ? waitingWords(standing) : ''; // what it does otherwise its frames tell
  if (words === training.message) return;
  training.message = words;
  told.tell('waiting');
}

/** @param {string} message */
function fail(message) {
  current.abort();
  training.message = message;
  if (training.progress) training.progress.phase = 'ended';
  told.tell('failed');
}

onBench((what) => {
  if (what === 'setup' && training.progress) reset(); // it is of another setup
  if (what === 'looks') void command({ do: 'shows', shows: bench.shows });
  if (what === 'example') void command({ do: 'example', ...exampleNow() });
});
