// Weight sharing, shown in the dock: a digit moved by sliders, what becomes of it in every layer, how many are read all the same.

import { dropCharts } from '../canvas/chart.js';
import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import { needStyle } from '../loading/styles.js';
import { on, session } from '../run/session.js';
import { getJson } from '../server/asking.js';
import { fill, needTexts, onLanguage } from '../text/text.js';
import { accuracyChart } from './curves.js';
import { likenessTable } from './likeness.js';
import { moveSliders } from './sliders.js';
import { likeOf } from '../tasks.js';

const HTML = `
<div class="pg-moves" role="group" data-label="sharing.title"></div>
<div class="pg-alike"><p role="status"></p><table></table></div>
<div class="pg-accuracy">
  <div><h3 id="pg-accuracy-title" data-text="sharing.accuracy"></h3><details><summary data-text="sharing.about"></summary><p data-about></p></details></div>
  <div class="pg-curves" role="group" aria-labelledby="pg-accuracy-title"></div>
  <div class="pg-marked"><div class="pg-chart"></div><i></i></div>
  <p data-reading></p>
</div>`;

/** Fill the place in the dock; what it gives is to be done when that is closed. @param {HTMLElement} place */
export async function openSharing(place) {
  const [measured] = await Promise.all([getJson('moves'), needTexts('sharing'), needStyle('sharing')]);
  place.innerHTML = HTML;
  const at = (/** @type {string} */ selector) => find(place, selector, HTMLElement);
  const closed = new AbortController();
  const { signal } = closed;
  const table = likenessTable(find(place, 'table', HTMLTableElement), at('[role=status]'), measured);
  const chart = accuracyChart({ buttons: at('.pg-curves'), chart: at('.pg-chart'), line: at('.pg-marked i'), reading: at('[data-reading]'), about: at('[data-about]') }, measured);
  moveSliders(at('.pg-moves'), measured, chart.choose, signal);
  const draw = () => {
    if (likeOf(session.task) !== 'digits') return;
    table();
    chart.draw();
  };
  on('end', draw, { signal });
  on('clear', draw, { signal });
  onTheme(draw, { signal }); // the colours of another theme
  onLanguage(() => {
    fill(place);
    draw();
  }, { signal });
  return () => {
    closed.abort();
    dropCharts(place);
  };
}
