// The column on the left: the way in of the chosen task.

import { find } from './dom/find.js';
import { whileWanted } from './loading/wanted.js';
import { partOf } from './loading/kept_parts.js';
import { mountTransport } from './playback/transport.js';
import { on, onTask, session } from './run/session.js';
import { mountLegend } from './stage/legend.js';
import { TASKS } from './tasks.js';
import { fill, onLanguage, t } from './text/text.js';

/** The way in of a task: `open` says what the input is, `given` if there is one, `show` makes something the input. @typedef {{open: (task: string, given: any) => void, show: (input: any, label?: string) => void}} EntryPoint */

/** @type {Map<string, EntryPoint & {element: HTMLElement}>} */
const entries = new Map(); // both drawing tasks have one pad, on which a drawing stays
/** @type {EntryPoint | null} */
let current = null; // the entry of the chosen task
let opening = Promise.resolve();

/** Resolves when the way in of the chosen task is open. */
export const whenOpen = () => opening;

/** Make something the input as if the visitor had entered it; `label` is its name among the examples, if it has one. @param {any} input @param {string} [label] */
export const showInput = (input, label) => current?.show(input, label);

/** @param {HTMLElement} element */
export function mount(element) {
  const title = find(element, 'h2', HTMLElement);
  mountLegend(find(element, '[data-legend]', HTMLElement));
  mountTransport(find(element, '[data-transport]', HTMLElement));
  const name = () => {
    if (session.task) title.textContent = t(`tasks.${session.task}.title`);
  };
  const open = async (/** @type {string} */ task) => {
    const place = find(element, '.pg-entries', HTMLElement);
    const entry = await whileWanted('entry', () => entryOf(task, place), () => session.task === task);
    if (!entry || session.task !== task) return; // another was chosen meanwhile
    for (const other of entries.values()) other.element.hidden = other !== entry;
    current = entry;
    element.closest('.pg-app')?.setAttribute('data-entry', TASKS[task].entry); // for the style sheet
    entry.open(task, session.input);
  };
  onTask((task) => {
    name();
    opening = open(task);
  });
  on('given', async (input) => {
    await opening;
    if (session.task) current?.show(input);
  });
  onLanguage(() => {
    name();
    fill(element);
  });
}

/** An entry is made once: {element, open(task)}; `open` says what the input is, by session.setInput. @param {string} task @param {Element} place */
function entryOf(task, place) {
  const kind = TASKS[task].entry;
  const key = kind === 'drawing' ? kind : task;
  return partOf(entries, key, { load: () => import(`./entries/${kind}.js`), className: `pg-entry ${kind}`, place, task });
}
