// The convolution lab: a small picture, kernels, and every number on the way to the maps, the pooled maps and the row.

import { onTheme } from './canvas/theme.js';
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
import { addressed, put, state } from './store/store.js';
import { needStyle } from './loading/styles.js';
import { fill, needTexts, onLanguage, t } from './text/text.js';

export async function mount(element) {
  await Promise.all([needTexts('lab'), needStyle('lab')]);
  const find = (selector) => element.querySelector(selector);
  setups(find('[data-setups]'));
  showSettings(find('.pg-lab-settings'), find('.pg-lab-formula'));
  const picture = showPicture(find('.pg-lab-picture'));
  showKernels(find('.pg-lab-list'), find('[data-add]'));
  showTransport(find('.pg-lab-transport'));
  const maps = showMaps(find('[data-maps=map]'), 'map', 'maps', 46);
  const active = showMaps(find('[data-maps=active]'), 'active', 'activated', 32);
  const pooled = showMaps(find('[data-maps=pool]'), 'pool', 'pooled', 36);
  const flat = showFlat(find('[data-flat]'));
  const cell = showCell(find('.pg-lab-cell'));
  after(element);
  onLab((what) => {
    if (what === 'message') find('.pg-message').textContent = lab.message;
    find('.pg-lab').classList.toggle('stale', Boolean(lab.message));
  });
  onLanguage(() => {
    fill(element);
    if (lab.message) ask(); // in the other language
  });
  // The colours of another theme.
  onTheme(() => [picture, maps, active, pooled, flat, cell, () => tell('bench')].forEach((draw) => draw()));
  document.addEventListener('visibilitychange', () => document.hidden && pause());
  onPage(pause);
  onSlide(() => find('.pg-lab-cell').setAttribute('aria-live', slide.playing ? 'off' : 'polite'));
  showSetup(addressed('setup') ?? state.setup);
}

/** Begin with a whole set-up, whether or not the lab is on the page already. */
export function begin(name) {
  fillMaps();
  put({ setup: name });
  showSetup(name);
}

/** A button for each whole set-up. */
function setups(element) {
  const buttons = Object.keys(SETUPS).map((name) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.setup = name;
    button.onclick = () => begin(name);
    return button;
  });
  element.append(...buttons);
  const press = () => buttons.forEach((button) => button.setAttribute('aria-pressed', button.dataset.setup === lab.setup));
  onLab((what) => what === 'bench' && press());
  onLanguage(() => {
    for (const button of buttons) button.textContent = t(`lab.setups.${button.dataset.setup}`);
    press();
  });
}

/** ReLU and pooling: which of them there are. */
function after(element) {
  const relu = element.querySelector('[data-relu]');
  relu.onchange = () => change({ relu: relu.checked });
  const kinds = [...element.querySelectorAll('[data-pooling]')];
  for (const button of kinds) button.onclick = () => change({ pooling: button.dataset.pooling });
  onLab((what) => {
    if (what === 'bench') {
      relu.checked = lab.relu;
      for (const button of kinds) button.setAttribute('aria-pressed', button.dataset.pooling === lab.pooling);
    }
    if (what === 'result') {
      element.querySelector('[data-stage=active]').hidden = !lab.result.activated;
      element.querySelector('[data-stage=pool]').hidden = !lab.result.pooled;
      element.querySelector('[data-length]').textContent = lab.result.flat.length;
    }
  });
}
