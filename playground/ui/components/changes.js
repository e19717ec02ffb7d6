// The card in which the network, or the order of its input, is changed: a row for each kind of change it can take.

import { gateRows } from './changes/gates.js';
import { kernelRow } from './changes/kernel.js';
import { choiceRow, orderRow, weightsRow } from './changes/rows.js';
import { mapsRow, unitsRow } from './changes/units.js';
import { activationOf, network, on, onTask, session } from './run/session.js';
import { needStyle } from './loading/styles.js';
import { fill, needTexts, onLanguage } from './text/text.js';

const FUNCTIONS = ['relu', 'tanh', 'sigmoid', 'identity'];
const ORDERED = ['digits', 'names', 'reviews']; // tasks whose rows, letters or words can stand in another order
/** Rows of a network before those that every network has, and after them. */
const ROWS = {
  fnn: [[activationRow], [unitsRow]],
  cnn: [
    [() => choiceRow('pooling', ['max', 'average'], network().arguments.pooling ?? 'max'), () => choiceRow('padding', [true, false], true), activationRow],
    [mapsRow, kernelRow],
  ],
  rnn: [[], [unitsRow]],
  lstm: [[() => gateRows(['forget', 'input', 'candidate', 'output'])], [unitsRow]],
  gru: [[() => gateRows(['reset', 'update', 'candidate'])], [unitsRow]],
};
const HTML = `
<section class="pg-card pg-changes" aria-labelledby="pg-changes-title">
  <h2 id="pg-changes-title" data-text="changes.title"></h2>
  <p class="pg-soft" data-text="changes.lead"></p>
  <div class="pg-change-rows"></div>
</section>`;

export async function mount(element) {
  await Promise.all([needTexts('changes'), needStyle('changes')]);
  element.innerHTML = HTML;
  const place = element.querySelector('.pg-change-rows');
  let rows = [];
  let of = null; // the network that they are for; that of another task is chosen before its rows are made
  const sync = () => of === network() && rows.forEach((row) => row.sync());
  const render = () => {
    fill(element);
    of = network();
    const [first, last] = ROWS[network().architecture];
    const order = ORDERED.includes(session.task) ? [orderRow] : [];
    rows = [...first, weightsRow, ...order, ...last].flatMap((make) => make());
    place.replaceChildren(...rows.map((row) => row.element));
    sync();
  };
  onTask(render);
  on('architecture', render);
  on('changes', sync);
  onLanguage(render);
}

function activationRow() {
  return choiceRow('activation', FUNCTIONS, activationOf({}));
}
