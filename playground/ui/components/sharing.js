// Weight sharing, shown: a digit moved by sliders, what becomes of it in every layer, and how many are read all the same.
// @ts-nocheck: untyped until the next issue replaces it

import { onTheme } from './canvas/theme.js';
import { getJson } from './server/get_json.js';
import { on, session } from './run/session.js';
import { accuracyChart } from './sharing/curves.js';
import { moveSliders } from './sharing/sliders.js';
import { alikeTable } from './sharing/table.js';
import { needStyle } from './loading/styles.js';
import { fill, needTexts, onLanguage } from './text/text.js';

/** The card on `element`, which is drawn while it is in sight; it is for a picture, which the digits are. */
export async function mount(element) {
  const [measured] = await Promise.all([getJson('moves'), needTexts('sharing'), needStyle('sharing')]);
  element.innerHTML = `
    <section class="pg-card pg-sharing" aria-labelledby="pg-sharing-title">
      <header><h2 id="pg-sharing-title" data-text="sharing.title"></h2><p class="pg-soft" data-text="sharing.lead"></p></header>
      <div class="pg-moved">
        <div class="pg-moves" role="group" aria-labelledby="pg-sharing-title"></div>
        <div class="pg-alike"><p role="status"></p><table><thead><tr></tr></thead><tbody></tbody></table><p></p><p data-text="sharing.legend"></p></div>
      </div>
      <div class="pg-accuracy"><h3 id="pg-accuracy-title" data-text="sharing.accuracy"></h3>
        <div><div class="pg-chips" role="group" aria-labelledby="pg-accuracy-title"></div><div class="pg-marked"><div class="pg-chart"></div><i></i></div><p class="pg-reading"></p><p class="pg-soft"></p></div></div>
    </section>`;
  const find = (selector) => element.querySelector(selector);
  const table = alikeTable(find('.pg-alike'), measured);
  const chart = accuracyChart(find('.pg-accuracy > div'), measured);
  moveSliders(find('.pg-moves'), measured, chart.choose);
  let near = false;
  const draw = () => {
    if (!near || session.task !== 'digits') return;
    table.draw();
    chart.draw();
  };
  for (const name of ['end', 'clear']) on(name, draw);
  onLanguage(() => {
    fill(element);
    draw();
  });
  onTheme(draw); // the colours of another theme
  const watch = new IntersectionObserver((entries) => {
    near = entries.at(-1).isIntersecting;
    draw();
  });
  watch.observe(element);
}
