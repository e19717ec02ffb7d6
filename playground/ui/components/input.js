// The card on the left: the way in of the chosen task, and the picker of networks.

import { partOf } from './loading/kept_parts.js';
import { showPicker } from './network/picker.js';
import { onTask, session } from './run/session.js';
import { TASKS } from './tasks.js';
import { fill, onLanguage, t } from './text/text.js';

const entries = new Map(); // both drawing tasks have one pad, on which a drawing stays
let current = null; // the entry of the chosen task
let opening = Promise.resolve();

/** Resolves when the way in of the chosen task is open. */
export const whenOpen = () => opening;

/** Make something the input as if the visitor had entered it; `label` is its name among the examples, if it has one. */
export const showInput = (input, label) => current?.show(input, label);

export function mount(element) {
  const title = element.querySelector('h2');
  const name = () => session.task && (title.textContent = t(`tasks.${session.task}.title`));
  showPicker(element.querySelector('.pg-picker'), element.querySelector('.pg-variants'));
  const open = async (task) => {
    const entry = await entryOf(task, element.querySelector('.pg-entries'));
    if (session.task !== task) return; // another was chosen meanwhile
    for (const other of entries.values()) other.element.hidden = other !== entry;
    current = entry;
    entry.open(task);
  };
  onTask((task) => {
    name();
    opening = open(task);
  });
  onLanguage(() => {
    name();
    fill(element);
  });
}

/** An entry is made once: {element, open(task)}; `open` says what the input is, by session.setInput. */
function entryOf(task, place) {
  const kind = TASKS[task].entry;
  const key = kind === 'drawing' ? kind : task;
  return partOf(entries, key, { load: () => import(`./entries/${kind}.js`), className: `pg-entry ${kind}`, place, task });
}
