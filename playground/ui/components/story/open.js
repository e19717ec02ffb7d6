// Opens the playground in a state that the story names: a task, a network, an example, a moment, and the panel to look at.

import { showInput, whenOpen } from '../input.js';
import { onView, setView } from '../pages.js';
import { pause, seek } from '../player.js';
import { on, onTask, session, setArchitecture, setTask } from '../session.js';
import { onLanguage, t } from '../text.js';

const HERE = 2400; // milliseconds for which the place is marked

let opening = null; // the state on its way: {state, arrived}
on('end', (trace) => opening && trace.task === opening.state.task && trace.architecture === opening.state.network && opening.arrived?.());

const back = document.createElement('button');
back.type = 'button';
back.className = 'pg-back';
back.hidden = true;
back.onclick = () => setView('story');
document.body.append(back);
const name = () => (back.textContent = t('story.back'));
onLanguage(name);
onView((name) => name && (back.hidden = true));
onTask((task) => task !== opening?.state.task && (back.hidden = true));

export async function openState(state) {
  const mine = (opening = { state, arrived: null });
  setView(null);
  if (session.task !== state.task) await setTask(state.task);
  await whenOpen();
  if (opening !== mine) return; // another was chosen meanwhile
  name();
  back.hidden = false;
  setArchitecture(state.network);
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

/** By its label, or where several have the same one by its text. */
function example({ example: name }) {
  const { shown } = session.catalogue.examples;
  return shown.find(({ label, input }) => input.text === name || label === name);
}

function show({ panel, quantity }) {
  const place = panel ? document.getElementById(`stage-${panel}`) : document.querySelector('.pg-top');
  place.querySelector('h2, h3').focus({ preventScroll: true });
  const target = (quantity && place.querySelector(`[data-quantity="${quantity}"]`)) || place;
  place.scrollIntoView();
  if (quantity) target.scrollIntoView({ block: 'nearest' });
  target.classList.add('pg-here');
  setTimeout(() => target.classList.remove('pg-here'), HERE);
}
