// What is said under a picture of the page: task, network, answer, what is selected, the date.

import { formOf } from '../answer/order.js';
import { percent } from '../answer/percent.js';
import { score } from '../answer/score.js';
import { nextNumber } from '../answer/series.js';
import { networkName } from '../network/picker.js';
import { player } from '../playback/player.js';
import { argmax } from '../run/largest.js';
import { ofNetwork, runOf, session } from '../run/session.js';
import { labelOf, place } from '../run/time_axis.js';
import { said } from '../stage/reading.js';
import { PAGES, WITHIN } from '../store/state.js';
import { state } from '../store/store.js';
import { t } from '../text/text.js';

/** The answer that the picture shows, which during a playback is the guess so far; null where there is none. */
function answerNow() {
  const { trace } = session;
  if (!trace?.output) return null;
  const isEarly = trace.recurrent && !player.atEnd;
  if (!trace.labels.length) return formOf(trace) === 'series' ? (nextNumber(trace)?.prediction ?? null) : session.catalogue?.examples.target ? score(trace).prediction : null;
  const values = isEarly ? (trace.bidirectional ? null : trace.guess(player.moment)) : trace.probabilities;
  if (!values) return null;
  const best = argmax(values);
  return [`${labelOf(trace.labels[best])} (${percent(values[best])})`, isEarly ? t('result.so_far', { place: place(trace, player.moment) }) : ''].filter(Boolean).join(', ');
}

/** What is selected, and its value, in words. */
function selectedNow() {
  const { selection } = state;
  const run = selection && runOf(selection);
  const found = run && said(run, selection);
  return found ? [found.what, found.where].filter(Boolean).join(', ') + (found.value ? ` = ${found.value}` : '') : null;
}

/** Its parts, in the language of the page; of a page beside the tasks its name and the date. @param {Date} now */
export function captionNow(now) {
  const date = new Date(now.getTime() - 60_000 * now.getTimezoneOffset()).toISOString().slice(0, 10); // where the visitor is
  const { page } = state;
  if (page && PAGES.includes(page)) return [t(`views.${page}.name`) || t(`views.kinds.${page}`), date];
  if (page && WITHIN.includes(page)) return [t(`tasks.${session.task}.name`), t(`views.${page}.name`), date];
  const [prediction, what] = [answerNow(), selectedNow()];
  const isChanged = Object.keys(ofNetwork(session.changes) ?? {}).length > 0;
  const network = isChanged ? t('share.changed', { network: networkName() }) : networkName();
  return [t(`tasks.${session.task}.name`), network, state.shows === 'gradients' && t('share.gradients'), prediction && t('share.predicted', { prediction }), what && t('share.selected', { what }), date].flatMap((part) => part || []);
}
