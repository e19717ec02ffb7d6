// The memory lab: one sequence through four networks of one size, and what its lag, and a factor of their W_hh, do to them.

import { onTheme } from './canvas/theme.js';
import { find } from './dom/find.js';
import { Waiting } from './dom/waiting.js';
import { needStyle } from './loading/styles.js';
import { showCharts } from './memory/charts.js';
import { showFactor } from './memory/factor.js';
import { showForm } from './memory/form.js';
import { showLanes } from './memory/lanes.js';
import { showLive } from './memory/live.js';
import { SKELETON } from './memory/skeleton.js';
import { ask, memory, onMemory, restore } from './memory/state.js';
import { showMeasured } from './memory/told.js';
import { pageSwitch } from './page_switch.js';
import { onPut, state } from './store/store.js';
import { fill, needTexts, onLanguage } from './text/text.js';

/** @param {HTMLElement} element */
export async function mount(element) {
  await Promise.all([needTexts('memory'), needStyle('memory')]);
  const section = find(element, '.pg-memory', HTMLElement);
  section.innerHTML = SKELETON;
  const at = (/** @type {string} */ selector) => find(section, selector, HTMLElement);
  pageSwitch(at('[data-switch]'), 'memory');
  // What is below first: it leaves the lanes and charts the room that they fill.
  const draws = [showFactor(at('.pg-memory-factor')), showMeasured(at('.pg-memory-told')), showForm(at('.pg-memory-form')), showLive(at('.pg-memory-live')), showLanes(at('.pg-memory-lanes')), showCharts(at('.pg-memory-charts'))];
  const message = at('.pg-message');
  memory.waiting = new Waiting(/** @type {HTMLElement} */ (message.parentElement), () => void ask());
  const draw = () => {
    message.textContent = memory.message;
    section.classList.toggle('stale', memory.busy || Boolean(memory.message));
    for (const one of draws) one();
  };
  onMemory(draw);
  onPut(['memory'], () => restore(state.memory));
  onTheme(draw);
  new ResizeObserver(draw).observe(section);
  onLanguage(() => {
    fill(element);
    draw();
    if (memory.message) void ask(); // in the other language
  });
  restore(state.memory);
  if (!memory.busy) void ask();
}
