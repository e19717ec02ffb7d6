// The convolution lab: a small picture, kernels, and every number on the way to the maps, the pooled maps and the row.

import { onTheme } from './canvas/theme.js';
import { find, findAll } from './dom/find.js';
import { showCell } from './lab/cell.js';
import { showKernels } from './lab/kernels.js';
import { showFlat, showMaps } from './lab/maps.js';
import { showPicture } from './lab/picture.js';
import { fill as fillMaps, onSlide, pause, slide } from './lab/play.js';
import { SETUPS } from './lab/presets.js';
import { showSettings } from './lab/settings.js';
import { ask, change, lab, onLab, showSetup, tell } from './lab/state.js';
import { showTransport } from './lab/transport.js';
import { onPage } from './pages.js';
import { pageSwitch } from './page_switch.js';
import { onPut, put, state } from './store/store.js';
import { needStyle } from './loading/styles.js';
import { fill, needTexts, onLanguage, t } from './text/text.js';

/** @param {HTMLElement} element */
export async function mount(element) {
  await Promise.all([needTexts('lab'), needStyle('lab')]);
  const at = (/** @type {string} */ selector) => find(element, selector, HTMLElement);
  pageSwitch(at('[data-switch]'), 'lab');
  setups(at('[data-setups]'));
  showSettings(at('.pg-lab-settings'), at('.pg-lab-formula'));
  const picture = showPicture(at('.pg-lab-picture'));
  showKernels(at('.pg-lab-list'), find(element, '[data-add]', HTMLButtonElement));
  showTransport(at('.pg-lab-transport'));
  const maps = showMaps(at('[data-maps=map]'), 'map', 'maps', 46);
  const active = showMaps(at('[data-maps=active]'), 'active', 'activated', 32);
  const pooled = showMaps(at('[data-maps=pool]'), 'pool', 'pooled', 36);
  const flat = showFlat(at('[data-flat]'));
  const cell = showCell(at('.pg-lab-cell'));
  after(element);
  onLab((what) => {
    if (what === 'message') at('.pg-message').textContent = lab.message;
    at('.pg-lab').classList.toggle('stale', Boolean(lab.message));
  });
  onLanguage(() => {
    fill(element);
    if (lab.message) ask(); // in the other language
  });
  // The colours of another theme.
  onTheme(() => [picture, maps, active, pooled, flat, cell, () => tell('bench')].forEach((draw) => draw()));
  document.addEventListener('visibilitychange', () => document.hidden && pause());
  onPage(pause);
  onSlide(() => at('.pg-lab-cell').setAttribute('aria-live', slide.playing ? 'off' : 'polite'));
  onPut(['setup'], () => {
    fillMaps();
    showSetup(state.setup);
  });
  showSetup(state.setup);
}

/** A button for each whole set-up. @param {HTMLElement} element */
function setups(element) {
  const buttons = Object.keys(SETUPS).map((name) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.setup = name;
    button.onclick = () => put({ setup: name });
    return button;
  });
  element.append(...buttons);
  const press = () => buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.setup === lab.setup)));
  onLab((what) => what === 'bench' && press());
  onLanguage(() => {
    for (const button of buttons) button.textContent = t(`lab.setups.${button.dataset.setup}`);
    press();
  });
}

/** ReLU and pooling: which of them there are. @param {HTMLElement} element */
function after(element) {
  const relu = find(element, '[data-relu]', HTMLInputElement);
  relu.onchange = () => change({ relu: relu.checked });
  const kinds = findAll(element, '[data-pooling]', HTMLButtonElement);
  const [active, pool, length] = ['[data-stage=active]', '[data-stage=pool]', '[data-length]'].map((selector) => find(element, selector, HTMLElement));
  for (const button of kinds) button.onclick = () => change({ pooling: button.dataset.pooling });
  onLab((what) => {
    if (what === 'bench') {
      relu.checked = lab.relu;
      for (const button of kinds) button.setAttribute('aria-pressed', String(button.dataset.pooling === lab.pooling));
    }
    if (what === 'result' && lab.result) {
      active.hidden = !lab.result.activated;
      pool.hidden = !lab.result.pooled;
      length.textContent = String(lab.result.flat.length);
    }
  });
}
