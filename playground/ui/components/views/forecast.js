// The series with the network's predictions and the baselines', and who is nearer to the truth.
// @ts-nocheck: untyped until the next issue replaces it

import { axisTitle, labelOf } from '../run/time_axis.js';
import { drawChart } from '../canvas/chart.js';
import { significant } from '../text/numbers.js';
import { byWhom } from '../answer.js';
import { goTo } from '../panels/timed.js';
import { player } from '../playback/player.js';
import { errors, inUnit, isFree, predictions, valueAt } from '../run/series.js';
import { session } from '../run/session.js';
import { currentLanguage, fill, onLanguage, t } from '../text/text.js';
import { forecastFigure } from './forecast_figure.js';

const [TRAINED, CHOSEN] = [0.7, 0.85]; // of a real series: up to where it was for training, and for choosing (training/samples.py)
const LONG = 400; // values; of a longer series the end is shown first
const HTML = `
<div class="pg-forecast-head"><h2></h2>
  <div class="pg-segmented" role="group"><button type="button" data-reach="all" data-text="forecast.all"></button><button type="button" data-reach="end" data-text="forecast.end"></button></div></div>
<div class="pg-forecast-chart"><div class="pg-chart"></div><i></i></div>
<p class="pg-verdict"></p>
<p class="pg-soft" data-known></p>
<table class="pg-scores"><thead></thead><tbody></tbody></table>
<p class="pg-soft" data-text="forecast.note"></p>`;

export function make(element) {
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  const chart = find('.pg-chart');
  const view = { reach: null, of: '' }; // what is in sight of which series
  const draw = () => {
    const trace = complete();
    if (session.trace && !trace) return; // it is on its way; what was there stays until then
    const refused = !trace && Boolean(session.input); // the last answer stays, but pale: half a number is none while it is typed
    element.classList.toggle('stale', refused);
    if (!refused) for (const part of element.children) part.hidden = !trace;
    if (!trace) return;
    find('h2').textContent = title();
    chart.setAttribute('role', 'img');
    chart.setAttribute('aria-label', title());
    const { values, ahead } = trace.encoded;
    const long = values.length + ahead > LONG;
    const series = `${values.length} ${values[0]} ${values.at(-1)}`;
    if (view.of !== series) Object.assign(view, { reach: long ? 'end' : 'all', of: series });
    find('.pg-segmented').hidden = !long;
    for (const button of element.querySelectorAll('[data-reach]')) button.setAttribute('aria-pressed', button.dataset.reach === view.reach);
    drawChart(chart, () => forecastFigure(trace, { ...view, narrow: chart.clientWidth < 520, original: session.original }), axisTitle());
    find('[data-known]').textContent = known(values.length);
    score(find, trace);
  };
  for (const button of element.querySelectorAll('[data-reach]')) {
    button.onclick = () => {
      view.reach = button.dataset.reach;
      draw();
    };
  }
  // Our own line, not one of the chart's: it moves with the player, and must cost no new chart.
  const seek = () => point(chart, find('i'));
  chart.ondrawn = () => {
    if (!chart.wired) {
      chart.wired = true;
      chart.on('plotly_afterplot', seek);
      chart.on('plotly_click', ({ points: [{ x }] }) => goTo(Math.max(0, Math.min(session.trace.steps, x) - 1)));
    }
    seek();
  };
  onLanguage(() => fill(element));
  return { draw, seek, answer };
}

/** The name of an example that is as it was picked. */
function title() {
  const { example, values } = session.input;
  const picked = session.catalogue.examples.shown.find(({ label, input }) => (example ? label === example : input.values && input.values === values));
  return picked ? labelOf(picked.label, 'series') : t('forecast.title');
}

/** A picked series of which the networks know a part, for it is among those they were trained on. */
function known(count) {
  const source = session.catalogue.examples.sources[session.input.example];
  if (!source || 'row' in source) return ''; // rows of the test part of their set
  return t('forecast.known', { trained: Math.floor(TRAINED * count), chosen: Math.floor(CHOSEN * count) });
}

/** The trace of a series that is all in. */
const complete = () => (session.trace?.encoded?.kind === 'Series' && session.trace.milliseconds !== null ? session.trace : null);

/** At the end the value that follows the given ones; before it what was predicted after the step that is shown. */
function answer(trace) {
  const { encoded: { read, values } } = trace;
  const step = player.atEnd ? read - 1 : player.moment;
  const value = predictions(trace)[step];
  if (value === undefined) return null;
  const truth = values[step + 1];
  const place = t('forecast.next', { step: step + 2 });
  const said = player.atEnd ? byWhom(trace) : t(isFree(trace, step) ? 'forecast.after_own' : 'forecast.after', { step: step + 1, value: inUnit(trace, valueAt(trace, step)) });
  return {
    prediction: inUnit(trace, value),
    confidence: truth === undefined ? place : t('forecast.truth', { place, value: inUnit(trace, truth) }),
    caption: said,
  };
}

/** Put the line at the player's moment. */
function point(chart, line) {
  const { xaxis: x, yaxis: y } = chart._fullLayout ?? {};
  const at = session.trace && !player.atEnd && x ? x.l2p(player.moment + 1) : -1;
  const inSight = at >= 0 && at <= x._length;
  line.style.display = inSight ? 'block' : 'none';
  if (inSight) Object.assign(line.style, { transform: `translate(${x._offset + at}px, ${y._offset}px)`, height: `${y._length}px` });
}

/** A row each for the network and the baselines, their errors beside one another, and what that says. */
function score(find, trace) {
  const { encoded } = trace;
  const { ahead, free } = errors(trace);
  const plain = trace.architecture.toUpperCase();
  const name = session.original ? t('tries.network', { network: plain }) : plain;
  const rows = [
    [name, ahead, free],
    [t('forecast.last'), encoded.last_errors, encoded.last_backtest],
    [encoded.season ? t('forecast.season', { season: encoded.season }) : t('forecast.no_season'), encoded.season_errors, encoded.season_backtest],
  ];
  // Beside the changed network the one as it was trained; what is said is said of the changed one.
  const before = session.original && errors(session.original);
  const all = before ? [...rows, [t('tries.as_trained', { network: plain }), before.ahead, before.free]] : rows;
  const parts = [
    [1, ahead.length, t('forecast.ahead.title'), t('forecast.steps', { from: encoded.first + 1, to: encoded.read })],
    [2, free.length, t('forecast.free.title'), t('forecast.steps', { from: encoded.read + 1, to: encoded.values.length })],
  ].filter(([, count]) => count);
  find('table').hidden = find('[data-text="forecast.note"]').hidden = !parts.length;
  find('thead').replaceChildren(
    line('th', ['', 1], ...parts.map(([, , title, steps]) => [title, 2, steps])),
    line('th', ['', 1], ...parts.flatMap(() => [[t('forecast.mae'), 1], [t('forecast.rmse'), 1]])),
  );
  const columns = parts.flatMap(([k]) => [0, 1].map((which) => all.map((row) => row[k][which])));
  const best = columns.map((column) => Math.min(...column.filter((error) => error !== undefined)));
  find('tbody').replaceChildren(...all.map(([title], r) => {
    const row = line('td', ...columns.map((column) => [column[r] === undefined ? '–' : significant(column[r]), 1]));
    columns.forEach((column, c) => row.children[c].classList.toggle('best', column[r] === best[c]));
    for (const cell of row.querySelectorAll('.best')) cell.setAttribute('aria-label', t('forecast.best', { error: cell.textContent }));
    const head = Object.assign(document.createElement('th'), { textContent: title, scope: 'row' });
    row.prepend(head);
    return row;
  }));
  find('.pg-verdict').textContent = [
    ahead.length ? verdict('ahead', name, rows.map((row) => row[1][0])) : t('forecast.few', { first: encoded.first + 1 }),
    free.length ? verdict('free', name, rows.map((row) => row[2][0])) : '',
    astray(trace),
  ].filter(Boolean).join(currentLanguage() === 'zh' ? '' : ' ');
}

/** Going on by itself it can leave all that the series ever was; from where it does, that is said. */
function astray(trace) {
  const { values, read } = trace.encoded;
  const given = values.slice(0, read);
  const [least, most] = [given.reduce((a, b) => Math.min(a, b)), given.reduce((a, b) => Math.max(a, b))];
  const margin = (most - least) / 2;
  const own = predictions(trace).slice(read - 1);
  const at = own.findIndex((value) => value < least - margin || value > most + margin);
  return at < 0 ? '' : t('forecast.astray', { step: read + at + 1 });
}

/** Who is nearer by mean absolute error, in a sentence. */
function verdict(part, network, [own, ...others]) {
  const names = [t('forecast.last_short'), t('forecast.season_short')];
  const least = Math.min(...others.filter((error) => error !== undefined));
  const rival = names[others.indexOf(least)];
  const both = others[1] !== undefined;
  const [said, other] = [significant(own, 3), significant(least, 3)];
  const outcome = said === other ? 'even' : own > least ? 'loses' : both ? 'wins_both' : 'wins';
  return t(`forecast.${part}.${outcome}`, { network, rival, own: said, other });
}

function line(tag, ...cells) {
  const row = document.createElement('tr');
  row.append(...cells.map(([words, width, below]) => {
    const cell = Object.assign(document.createElement(tag), { textContent: words, colSpan: width });
    if (below) cell.append(Object.assign(document.createElement('small'), { textContent: below }));
    return cell;
  }));
  return row;
}
