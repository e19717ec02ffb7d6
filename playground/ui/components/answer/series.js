// The answer to a series: the number that comes next, and how far off the network has been, beside two baselines.

import { player } from '../playback/player.js';
import { errors, inUnit, isFree, predictions } from '../run/series.js';
import { session } from '../run/session.js';
import { significant } from '../text/numbers.js';
import { t } from '../text/text.js';
import { part } from './rows_of_errors.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {{over?: string, prediction: string, confidence?: string, caption?: string}} Said */
/** A name with its errors: [mean absolute, root mean square]. @typedef {{name: string, ahead: number[], free: number[], own?: boolean}} Rival */

/** What was predicted after the step that is shown: at the end what follows all that was given. @param {Trace} trace @returns {Said | null} */
export function nextNumber(trace) {
  const { read, values } = trace.encoded ?? { read: 0, values: [] };
  const step = player.atEnd ? read - 1 : player.moment;
  const value = predictions(trace)[step];
  if (value === undefined) return null;
  const truth = values[step + 1];
  const was = truth === undefined ? t('result.next.place', { step: step + 2 }) : t('result.next.was', { value: inUnit(/** @type {any} */ (trace), truth) });
  const isOwn = isFree(/** @type {any} */ (trace), step);
  const after = player.atEnd ? '' : t(isOwn ? 'result.next.after_own' : 'result.next.after', { step: step + 1 });
  return { over: t('result.next.series'), prediction: inUnit(/** @type {any} */ (trace), value), caption: [after, was].filter(Boolean).join(', ') };
}

/** The network, and what repeats the last number, or the last season; with changes the one as it was trained, too. @param {Trace} trace @param {string} name @returns {Rival[]} */
function rivals(trace, name) {
  const encoded = /** @type {any} */ (trace.encoded);
  const { original } = session;
  return [
    { name: original ? t('tries.network', { network: name }) : name, own: true, ...errors(trace) },
    ...(original?.encoded ? [{ name: t('tries.as_trained', { network: name }), ...errors(original) }] : []),
    ...(encoded.season ? [{ name: t('result.errors.season'), ahead: encoded.season_errors, free: encoded.season_backtest }] : []),
    { name: t('result.errors.last'), ahead: encoded.last_errors, free: encoded.last_backtest },
  ];
}

/** How far off, over what was kept back and one step ahead. @param {HTMLElement} place @param {Trace} trace @param {string} name */
export function showErrors(place, trace, name) {
  const { first, read, values } = /** @type {any} */ (trace.encoded);
  const all = rivals(trace, name);
  const lines = (/** @type {'ahead' | 'free'} */ which) => all.filter((one) => one[which]?.length).map(({ name: title, own, ...both }) => ({ title, own, value: both[which][0], more: t('result.errors.rmse', { error: significant(both[which][1], 3) }) }));
  const [free, ahead] = [lines('free'), lines('ahead')];
  const over = { from: first + 1, to: read };
  place.replaceChildren(...[
    free.length && part(t('result.errors.free'), t('result.errors.free_over', { count: values.length - read }), free, true),
    ahead.length && !free.length && part(t('result.errors.ahead_title'), t('result.errors.ahead_over', over), ahead, true),
    ahead.length && free.length && part('', t('result.errors.ahead', over), ahead, false),
    note(ahead.length ? '' : t('result.errors.few', { first: first + 1 })),
    note(known(values.length)),
    note(astray(trace)),
  ].filter((node) => node instanceof Node));
}

/** @param {string} words */
const note = (words) => words && Object.assign(document.createElement('p'), { textContent: words });

const [TRAINED, CHOSEN] = [0.7, 0.85]; // of a real series: up to where it was for training, and for choosing (training/samples.py)

/** A picked series of which the networks know a part, for it is among those they were trained on. @param {number} count */
function known(count) {
  const source = session.catalogue?.examples.sources[session.input?.example];
  if (!source || 'row' in source) return ''; // rows of the test part of their set
  return t('forecast.known', { trained: Math.floor(TRAINED * count), chosen: Math.floor(CHOSEN * count) });
}

/** Going on by itself it can leave all that the series ever was; from where it does, that is said. @param {Trace} trace */
function astray(trace) {
  const { values, read } = /** @type {any} */ (trace.encoded);
  const given = /** @type {number[]} */ (values.slice(0, read));
  const [least, most] = [given.reduce((a, b) => Math.min(a, b)), given.reduce((a, b) => Math.max(a, b))];
  const margin = (most - least) / 2;
  const at = predictions(trace).slice(read - 1).findIndex((value) => value < least - margin || value > most + margin);
  return at < 0 ? '' : t('forecast.astray', { step: read + at + 1 });
}
