// Opens what the story names: a task, a network with its changes, an example, a moment, and the panel or value to look at; or the lab.
// @ts-nocheck: untyped until the next issue replaces it

import { explain, unexplain } from '../explanation/lazy_explanation.js';
import { showInput, whenOpen } from '../input.js';
import { onPage, setPage } from '../pages.js';
import { pause, seek } from '../playback/player.js';
import { read } from '../explanation/selection.js';
import { on, onTask, prepare, session, setTask } from '../run/session.js';
import { needStyle } from '../loading/styles.js';
import { needTexts, onLanguage, t } from '../text/text.js';

const HERE = 2400; // milliseconds for which the place is marked

let opening = null; // the state on its way: {state, arrived}
on('end', (trace) => opening && trace.task === opening.state.task && trace.architecture === opening.state.network && opening.arrived?.());

const back = document.createElement('button');
back.type = 'button';
back.className = 'pg-back';
back.hidden = true;
back.onclick = () => setPage('story');
document.body.append(back);
const name = () => (back.textContent = t('story.back'));
onLanguage(name);
onPage(() => (back.hidden = true));
onTask((task) => task !== opening?.state.task && (back.hidden = true));

export async function openState(state) {
  const mine = (opening = { state, arrived: null });
  if (state.lab) {
    openLab(state.lab);
    return;
  }
  setPage(null);
  await Promise.all([session.task !== state.task && setTask(state.task), state.changes && needChanges()]);
  await whenOpen();
  if (opening !== mine) return; // another was chosen meanwhile
  name();
  back.hidden = false;
  unexplain();
  prepare(state.network, state.changes);
  if (opening !== mine) return;
  const arrived = new Promise((resolve) => (mine.arrived = resolve));
  const { input, label } = example(state);
  showInput(input, label);
  await arrived;
  if (opening !== mine) return;
  opening = null;
  pause();
  if (state.moment !== null) seek(state.moment);
  requestAnimationFrame(() => show(state));
}

async function openLab(setup) {
  setPage('lab');
  back.hidden = false;
  name();
  const { begin } = await import('../lab.js');
  begin(setup);
  document.getElementById('pg-lab').scrollIntoView();
  document.getElementById('pg-lab-title').focus({ preventScroll: true });
}

/** What shows changes; were it loaded only with the first of them, it would come late and move the place that is shown. */
const needChanges = () => Promise.all([needTexts('changes'), needStyle('changes'), import('../changes.js'), import('../changes/bar.js')]);

/** By its label, or where several have the same one by its text. */
function example({ example: name }) {
  const { shown } = session.catalogue.examples;
  return shown.find(({ label, input }) => input.text === name || label === name);
}

function show({ panel, quantity, cell }) {
  const place = panel ? document.getElementById(`stage-${panel}`) : document.querySelector('.pg-top');
  place.querySelector('h2, h3').focus({ preventScroll: true });
  const target = (quantity && place.querySelector(`[data-quantity="${quantity}"]`)) || place;
  const release = hold(() => {
    if (!place.offsetParent) return; // it is gone, or another view is open
    place.scrollIntoView();
    if (quantity) target.scrollIntoView({ block: 'nearest' });
  });
  target.classList.add('pg-here');
  setTimeout(() => target.classList.remove('pg-here'), HERE);
  if (cell) explain(read(cell)).then(release); // which may scroll further, to the cell
}

/** Scroll by `put`, and again when something comes late and moves it, until the visitor goes on or all should be there. */
function hold(put) {
  const watch = new ResizeObserver(put);
  const release = () => watch.disconnect();
  watch.observe(document.body);
  for (const event of ['wheel', 'pointerdown', 'keydown']) window.addEventListener(event, release, { once: true, passive: true });
  setTimeout(release, HERE);
  put();
  return release;
}
