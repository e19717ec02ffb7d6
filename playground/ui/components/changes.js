// The card in which the network, or the order of its input, is changed: a row for each kind of change it can take.
// @ts-nocheck: untyped until the next issue replaces it

import { gateRows } from './changes/gates.js';
import { kernelRow } from './changes/kernel.js';
import { choiceRow, orderRow, weightsRow } from './changes/rows.js';
import { mapsRow, unitsRow } from './changes/units.js';
import { hasKind, hasRole, stagesOfNetwork, switchable } from './changes/declared.js';
import { activationOf, network, on, onTask, session } from './run/session.js';
import { needStyle } from './loading/styles.js';
import { fill, needTexts, onLanguage } from './text/text.js';

const FUNCTIONS = ['relu', 'tanh', 'sigmoid', 'identity'];
const ORDERED = ['digits', 'names', 'reviews']; // tasks whose rows, letters or words can stand in another order
const poolingRow = () => choiceRow('pooling', ['max', 'average'], network().arguments.pooling ?? 'max');
const paddingRow = () => choiceRow('padding', [true, false], true);
const isPooled = () => hasRole('winners') || hasKind('AveragePooling');
const isConvolved = () => hasKind('Convolution');
const hasMaps = () => switchable().some(({ isMaps }) => isMaps);
const hasUnits = () => switchable().some(({ isMaps }) => !isMaps);
/** Rows before those that every network has, and after them: each with whether the chosen network can take such a change. */
const FIRST = [[isPooled, poolingRow], [isConvolved, paddingRow], [() => hasRole('activation'), activationRow], [() => true, gateRows]];
const LAST = [[hasMaps, mapsRow], [hasUnits, unitsRow], [isConvolved, kernelRow]];
const fitting = (rows) => rows.flatMap(([fits, make]) => (fits() ? [make] : []));

/** What the rows depend on: the network, and what its stages declare, once one of its runs is in. */
const formOf = () => [session.task, session.architecture, ...stagesOfNetwork().map(({ key }) => key)].join(' ');
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
  let of = ''; // the form of the network that they are for
  const sync = () => of === formOf() && rows.forEach((row) => row.sync());
  const render = () => {
    fill(element);
    of = formOf();
    const order = ORDERED.includes(session.task) ? [orderRow] : [];
    rows = [...fitting(FIRST), weightsRow, ...order, ...fitting(LAST)].flatMap((make) => make());
    place.replaceChildren(...rows.map((row) => row.element));
    sync();
  };
  onTask(render);
  on('architecture', render);
  on('changes', sync);
  on('end', () => of === formOf() || render());
  onLanguage(render);
}

function activationRow() {
  return choiceRow('activation', FUNCTIONS, activationOf({}));
}
