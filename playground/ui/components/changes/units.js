// Units, or maps of a convolution, that are switched off: typed as numbers and ranges, or pressed one by one.
// @ts-nocheck: untyped until the next issue replaces it

import { change, session } from '../run/session.js';
import { t } from '../text/text.js';
import { switchable } from './declared.js';
import { list, row } from './rows.js';

/** What is off in a layer and direction, counted from 0. */
const offIn = (layer, direction) => (session.changes?.off ?? []).find((entry) => entry.layer === layer && (entry.direction ?? 0) === direction)?.units ?? [];

function switchOff(layer, direction, units) {
  const others = (session.changes?.off ?? []).filter((entry) => entry.layer !== layer || (entry.direction ?? 0) !== direction);
  const entry = { layer, units, ...(direction ? { direction } : {}) };
  const next = units.length ? [...others, entry] : others;
  change({ off: next.length ? next : null });
}

/** A list of those layers and directions, if there are several, and the chosen one: [layer, direction]. */
function layerList(places, sync) {
  const both = places.some(({ direction }) => direction);
  const ways = (direction) => (both ? ` · ${t(direction ? 'stages.steps.backward' : 'stages.steps.forward')}` : '');
  const options = places.map(({ layer, direction }) => [`${layer}:${direction}`, t('changes.layer', { layer: layer + 1 }) + ways(direction)]);
  let [[chosen]] = options;
  const element = list(options, t('changes.off.layer'), (value) => {
    chosen = value;
    sync();
  });
  return { element, get place() {
    return chosen.split(':').map(Number);
  } };
}

/** A button for each map of a layer. */
export function mapsRow() {
  const { element, body, note } = row(t('changes.off.maps'), 'off');
  const grid = document.createElement('div');
  grid.className = 'pg-toggles';
  const places = switchable().filter(({ isMaps }) => isMaps);
  const sync = () => {
    const [layer] = where.place;
    const { size: count } = places.find((place) => place.layer === layer);
    const off = offIn(layer, 0);
    if (grid.children.length !== count) {
      grid.replaceChildren(...Array.from({ length: count }, (_, map) => Object.assign(document.createElement('button'), { type: 'button', textContent: map + 1 })));
    }
    [...grid.children].forEach((button, map) => {
      const isOff = off.includes(map);
      button.setAttribute('aria-pressed', isOff);
      button.setAttribute('aria-label', t('changes.off.map', { map: map + 1 }));
      button.onclick = () => switchOff(layer, 0, isOff ? off.filter((m) => m !== map) : [...off, map].sort((a, b) => a - b));
    });
    note(off.length ? t('changes.off.note_maps', { count: off.length, all: count }) : '');
  };
  const where = layerList(places, sync);
  body.append(where.element, grid);
  return { element, sync };
}

/** A field for the numbers of units. */
export function unitsRow() {
  const places = switchable().filter(({ isMaps }) => !isMaps);
  const sizeOf = (layer) => places.find((place) => place.layer === layer).size;
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
  const set = (units) => () => switchOff(...where.place, units(sizeOf(where.place[0])));
  buttons[0].onclick = set((all) => Array.from({ length: Math.floor(all / 2) }, (_, unit) => unit));
  buttons[1].onclick = set(() => []);
  body.append(where.element, field, ...buttons);
  return { element, sync };
}

/** "1–3, 7" of [0, 1, 2, 6]. */
export function ranges(units) {
  const parts = [];
  for (const unit of units) {
    const last = parts.at(-1);
    if (last && unit === last[1] + 1) last[1] = unit;
    else parts.push([unit, unit]);
  }
  return parts.map(([a, b]) => (a === b ? `${a + 1}` : `${a + 1}–${b + 1}`)).join(', ');
}

/** [0, 1, 2, 6] of "1-3, 7"; null when it is anything else, or there are no such units. */
function numbers(text, count) {
  const units = new Set();
  for (const part of text.split(/[\s,;，；、]+/).filter(Boolean)) {
    const [, from, to] = /^(\d+)(?:[-–](\d+))?$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to ?? from)];
    if (!from || first < 1 || last > count || last < first) return null;
    for (let unit = first; unit <= last; unit++) units.add(unit - 1);
  }
  return [...units].sort((a, b) => a - b);
}
