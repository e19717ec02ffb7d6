// W_hh times a number, and what that does: spectral radius, right answers, and the gradient before and after clipping.

import { button, el } from '../dock/parts.js';
import { fixed } from '../text/numbers.js';
import { t } from '../text/text.js';
import { FACTORS } from './question.js';
import { change, memory, tell } from './state.js';
import { radiusOf, short } from './sentences.js';

const LIMIT = 1; // of the gradient's norm

/** What is returned draws it anew. @param {HTMLElement} element */
export function showFactor(element) {
  const [name, value, about, table] = [el('b', ''), el('output', ''), el('p', 'pg-muted'), el('table', '')];
  const slider = Object.assign(document.createElement('input'), { type: 'range', min: String(FACTORS.least), max: String(FACTORS.most), step: String(FACTORS.step) });
  slider.oninput = () => change({ factor: Number(slider.value), text: memory.question.text });
  const one = button('× 1', () => change({ factor: 1 }));
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: memory.clip });
  box.onchange = () => {
    memory.clip = box.checked;
    tell();
  };
  const words = el('span', '');
  element.append(el('div', 'pg-memory-slider', name, slider, value, one), about, table, el('label', '', box, words));
  return () => {
    name.textContent = slider.ariaLabel = t('memory.factor.name');
    value.textContent = fixed(memory.question.factor, 2);
    if (document.activeElement !== slider) slider.value = String(memory.question.factor);
    about.textContent = t('memory.factor.about');
    words.textContent = t('memory.factor.clip');
    words.title = t('memory.factor.clip_about');
    table.replaceChildren(...rows());
  };
}

/** A head and a row for each network. */
function rows() {
  const { answer, before, clip, of } = memory;
  const columns = ['radius', 'now', ...(of?.factor === 1 ? [] : ['trained']), 'norm', 'clipped'];
  const head = el('tr', '', el('th', ''), ...columns.map((column) => el('th', '', t(`memory.factor.${column}`))));
  const of_ = (answer?.networks ?? []).map((told) => {
    const { network, radii, accuracy, norm } = told;
    const radius = el('td', '', fixed(radiusOf(told), 2));
    radius.title = t('memory.factor.radius_of', { list: Object.entries(radii).map(([quantity, one]) => `${quantity} ${fixed(one, 2)}`).join(', ') });
    const acts = clip && (norm === null || norm > LIMIT);
    const after = norm === null ? '–' : short(acts ? LIMIT : norm);
    const cells = {
      radius, now: el('td', '', `${accuracy.toFixed(1)}%`), trained: el('td', 'pg-muted', network in before ? `${before[network].toFixed(1)}%` : '–'),
      norm: el('td', '', norm === null ? t('memory.factor.overflow') : short(norm)), clipped: el('td', acts ? 'acts' : 'pg-muted', norm === null ? '–' : after),
    };
    return el('tr', '', el('th', '', t(`memory.networks.${network}`)), ...columns.map((column) => cells[/** @type {keyof typeof cells} */ (column)]));
  });
  return [head, ...of_];
}
