// Units, or maps, that are switched off: what is off, and the button that switches one off and on again.

import { change, session } from '../../run/session.js';
import { t } from '../../text/text.js';

/** @typedef {{layer: number, units: number[], direction?: number}} Off */

/** What is off in a layer and direction, counted from 0. @param {number} layer @param {number} direction @returns {number[]} */
export const offIn = (layer, direction) => ofLayer(layer, direction)?.units ?? [];

/** @param {number} layer @param {number} direction @returns {Off | undefined} */
const ofLayer = (layer, direction) => (session.changes?.off ?? []).find((/** @type {Off} */ entry) => entry.layer === layer && (entry.direction ?? 0) === direction);

/** Switch off these units of a layer, and no others of it. @param {number} layer @param {number} direction @param {number[]} units */
export function switchOff(layer, direction, units) {
  const others = (session.changes?.off ?? []).filter((/** @type {Off} */ entry) => entry.layer !== layer || (entry.direction ?? 0) !== direction);
  const entry = { layer, units, ...(direction ? { direction } : {}) };
  const next = units.length ? [...others, entry] : others;
  return change({ off: next.length ? next : null });
}

/** "Switch this map off", and where it is off "Switch it on". @param {{layer: number, direction: number, unit: number, isMap: boolean}} of @returns {import('../head.js').Button} */
export function switchButton({ layer, direction, unit, isMap }) {
  const off = offIn(layer, direction);
  const isOff = off.includes(unit);
  const act = () => void switchOff(layer, direction, isOff ? off.filter((one) => one !== unit) : [...off, unit].sort((a, b) => a - b));
  return { words: t(isOff ? 'dock.switch_on' : isMap ? 'dock.map.off' : 'dock.unit.off'), short: t(isOff ? 'dock.short.on' : 'dock.short.off'), act, name: 'switch' };
}
