// Units, or maps of a convolution, that are switched off: typed as numbers and ranges, or pressed one by one.

import { t } from '../../text/text.js';
import { el } from '../parts.js';
import { switchable } from './declared.js';
import { numbers, ranges } from './ranges.js';
import { list, row } from './rows.js';
import { offIn, switchOff } from './switched.js';

/** @typedef {import('./rows.js').Row} Row */
/** @typedef {ReturnType<typeof switchable>} Places */

/** A list of those layers and directions, if there are several, and the chosen one: [layer, direction]. @param {Places} places @param {() => void} sync */
function layerList(places, sync) {
  const both = places.some(({ direction }) => direction);
  const ways = (/** @type {number} */ direction) => (both ? ` · ${t(direction ? 'stages.steps.backward' : 'stages.steps.forward')}` : '');
  const options = places.map(({ layer, direction }) => /** @type {[string, string]} */ ([`${layer}:${direction}`, t('changes.layer', { layer: layer + 1 }) + ways(direction)]));
  let [[chosen]] = options;
  const element = list(options, t('changes.off.layer'), (value) => {
    chosen = value;
    sync();
  });
  return { element, get place() {
    return chosen.split(':').map(Number);
  } };
}

/** A button for each map of a layer. @param {Places} [places] @returns {Row} */
export function mapsRow(places = switchable().filter(({ isMaps }) => isMaps)) {
  const { element, body, note } = row(t('changes.off.maps'), 'off');
  const grid = el('div', 'pg-toggles');
  const sync = () => {
    const [layer] = where.place;
    const count = places.find((place) => place.layer === layer)?.size ?? 0;
    const off = offIn(layer, 0);
    if (grid.children.length !== count) {
      grid.replaceChildren(...Array.from({ length: count }, (_, map) => Object.assign(document.createElement('button'), { type: 'button', textContent: String(map + 1) })));
    }
    [.../** @type {HTMLCollectionOf<HTMLButtonElement>} */ (grid.children)].forEach((button, map) => {
      const isOff = off.includes(map);
      button.setAttribute('aria-pressed', String(isOff));
      button.setAttribute('aria-label', t('changes.off.map', { map: map + 1 }));
      button.onclick = () => switchOff(layer, 0, isOff ? off.filter((m) => m !== map) : [...off, map].sort((a, b) => a - b));
    });
    note(off.length ? t('changes.off.note_maps', { count: off.length, all: count }) : '');
  };
  const where = layerList(places, sync);
  body.append(where.element, grid);
  return { element, sync };
}

/** A field for the numbers of units. @param {Places} [places] @returns {Row} */
export function unitsRow(places = switchable().filter(({ isMaps }) => !isMaps)) {
  const sizeOf = (/** @type {number} */ layer) => places.find((place) => place.layer === layer)?.size ?? 0;
  const { element, body, note } = row(t('changes.off.units'), 'off');
  const field = Object.assign(document.createElement('input'), { type: 'text', placeholder: t('changes.off.example'), autocomplete: 'off' });
  field.setAttribute('aria-label', t('changes.off.units'));
  const buttons = ['half', 'none'].map((name) => Object.assign(document.createElement('button'), { type: 'button', textContent: t(`changes.off.${name}`) }));
  const sync = () => {
    const [layer, direction] = where.place;
    const off = offIn(layer, direction);
    if (field !== document.activeElement) field.value = ranges(off);
    buttons[1].hidden = !off.length;
    field.classList.remove('wrong');
    note(off.length ? t('changes.off.note_units', { count: off.length, all: sizeOf(layer) }) : '');
  };
  const where = layerList(places, sync);
  field.oninput = () => {
    const [layer, direction] = where.place;
    const units = numbers(field.value, sizeOf(layer));
    field.classList.toggle('wrong', units === null);
    if (units === null) note(t('changes.off.wrong', { all: sizeOf(layer) }));
    else switchOff(layer, direction, units);
  };
  field.onblur = () => field.classList.contains('wrong') || sync();
  const set = (/** @type {(all: number) => number[]} */ units) => () => {
    const [layer, direction] = where.place;
    switchOff(layer, direction, units(sizeOf(layer)));
  };
  buttons[0].onclick = set((all) => Array.from({ length: Math.floor(all / 2) }, (_, unit) => unit));
  buttons[1].onclick = set(() => []);
  body.append(where.element, field, ...buttons);
  return { element, sync };
}
