// Run, pause, one step, reset; how far it is and how long it will take; and what can be done with the network in the end.

import { setAttribute, setHidden, setText } from '../dom/changed.js';
import { onLanguage, t } from '../text/text.js';
import { bench, onBench } from './bench.js';
import { choice, button, made } from './elements.js';
import { showOutcome } from './outcome.js';
import { finish, onTraining, pace, pause, reset, run, setPace, training } from './training.js';

const RATES = [10, 50, 200, null]; // updates a second; null: as fast as it can

/** @param {HTMLElement} element */
export function showTransport(element) {
  const main = /** @type {HTMLButtonElement} */ (made('button', 'pg-train-main'));
  main.type = 'button';
  main.onclick = () => (training.progress?.phase === 'running' ? pause() : run());
  const step = button('train.step', () => run({ once: true }));
  const again = button('train.reset', reset);
  const end = button('train.finish', finish);
  const rates = made('span', 'pg-train-rate');
  choice(rates, { key: 'train.rate', values: () => RATES, words: (rate) => (rate === null ? t('train.rate_most') : t('train.rate_of', { rate })), now: () => pace.rate, choose: setPace });
  const meter = made('div', 'pg-train-meter');
  const bar = made('i');
  const words = made('span');
  words.setAttribute('role', 'status');
  meter.append(bar, words);
  element.append(main, step, end, again, rates, meter);
  showOutcome(element);
  const update = () => {
    const { progress } = training;
    const isRunning = ['asked', 'waiting', 'running'].includes(progress?.phase ?? '');
    setText(main, t(`train.${isRunning ? 'pause' : progress?.phase === 'paused' ? 'go_on' : 'run'}`));
    setAttribute(main, 'title', t(`train.${isRunning ? 'pause' : 'run'}_about`));
    main.disabled = Boolean(bench.refusal) || progress?.phase === 'asked' || progress?.phase === 'waiting';
    step.disabled = main.disabled || isRunning || progress?.phase === 'ended';
    again.disabled = !progress;
    end.disabled = !['running', 'paused'].includes(progress?.phase ?? '');
    setAttribute(words, 'aria-live', progress?.running ? 'off' : 'polite'); // ten times a second nobody can be told
    const { step: at = 0, of = 0 } = progress?.update ?? {};
    bar.style.setProperty('--share', String(of ? at / of : 0));
    const said = wordsNow();
    setText(words, said);
    meter.classList.toggle('alarm', isAlarm());
    setHidden(meter, !said);
  };
  onTraining((what) => what !== 'picture' && update());
  onBench(update);
  onLanguage(update);
}

/** It did not end as it should. */
const isAlarm = () => Boolean(training.message) || ['not_finite', 'memory', 'killed', 'time'].includes(training.progress?.ended?.why ?? '');

function wordsNow() {
  const { progress, message } = training;
  if (message) return message;
  if (!progress) return '';
  const { phase, update, ended, place } = progress;
  if (phase === 'asked') return t('train.asked');
  if (phase === 'waiting') return place ? t('train.waiting', { place }) : t('train.starting');
  const at = update && t('train.at', { step: update.step.toLocaleString('en'), of: update.of.toLocaleString('en'), epoch: Number(update.epoch.toFixed(update.epoch < 10 ? 1 : 0)) });
  if (ended) return [testWords(ended.test) || at, ended.message].filter(Boolean).join(' ');
  if (!update) return t('train.asked');
  if (phase === 'paused') return `${t('train.paused')} ${at}`;
  const rate = update.rate ? t('train.rate_now', { rate: update.rate < 10 ? update.rate.toFixed(1) : Math.round(update.rate).toLocaleString('en') }) : '';
  const left = update.seconds_left === null ? '' : t('train.left', { time: timeText(update.seconds_left) });
  return [at, rate, left].filter(Boolean).join(' · ');
}

/** @param {import('./curves.js').Score | undefined} test */
function testWords(test) {
  if (!test) return '';
  if (typeof test.accuracy === 'number') return t('train.test_accuracy', { percent: (100 * test.accuracy).toFixed(1) });
  return typeof test.loss === 'number' ? t('train.test_loss', { loss: test.loss.toPrecision(3) }) : '';
}

/** "8 s", "2 min 5 s". @param {number} seconds */
function timeText(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? t('train.seconds', { seconds: whole }) : t('train.minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}
