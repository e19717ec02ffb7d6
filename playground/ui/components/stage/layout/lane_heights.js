// How high each lane of a picture in time is: as its weight asks, a whole number of rows, all of them within the room there is.

import { laneHeights } from './lane_rows.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {{quantity: string, symbol: string, role: string, range: string, shape: number[], units: number, weight: number, height: number}} Lane height in device pixels */
/** @typedef {{key: string, kind: string, layer: number, direction: number, lanes: Lane[], isOpen: boolean}} Group the lanes of one layer in one direction */

const [GATE, ONE_STATE, CELL, HIDDEN] = [22, 28, 54, 40]; // as the lanes of an LSTM and a GRU stand to each other

/** The layers through time, in their order. @param {Shown[]} shown @returns {Group[]} */
export function groupsOf(shown) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const { key, kind, quantity, symbol, role, range, shape, layer = 0, direction = 0, timed } of shown) {
    if (!timed || !quantity || role === 'logits' || role === 'probabilities') continue;
    const group = groups.get(key) ?? { key, kind, layer, direction, lanes: [], isOpen: true };
    groups.set(key, group);
    const units = shape.reduce((a, b) => a * b, 1);
    group.lanes.push({ quantity, symbol, role, range, shape, units, weight: GATE, height: 0 });
  }
  for (const { lanes } of groups.values()) {
    const states = lanes.filter(({ role }) => role === 'state' || role === 'activation' || role === 'values');
    for (const lane of states) lane.weight = states.length > 1 ? CELL : ONE_STATE;
    const last = states.at(-1);
    if (last && states.length > 1) last.weight = HIDDEN;
  }
  return [...groups.values()];
}

/** What a closed layer still shows: what it gives on. @param {Group} group */
const mainLane = ({ lanes }) => lanes.findLast(({ role }) => role === 'state') ?? lanes[lanes.length - 1];

/** The lanes that a group shows. @param {Group} group */
export const shownLanes = (group) => (group.isOpen ? group.lanes : [mainLane(group)]);

/** Lanes of one name are of one height. @param {Lane} lane @param {Lane | null} whole */
const nameOf = (lane, whole) => (lane === whole ? 'whole' : `${lane.weight} ${lane.units} ${lane.role}`);

/**
 * Give every lane its height, lanes of the same role and size the same, the neediest first. `least` device pixels are kept
 * for each if they can be; `whole` is to have a row for each unit.
 * @param {Group[]} groups
 * @param {{room: number, least: number, whole: Lane | null}} size in device pixels
 * @returns {number} what is left of the room
 */
export function shareRoom(groups, { room, least, whole }) {
  const lanes = groups.flatMap(shownLanes);
  const names = new Set(lanes.map((lane) => nameOf(lane, whole)));
  const classes = [...names].map((name) => {
    const members = lanes.filter((lane) => nameOf(lane, whole) === name);
    const [{ units, weight }] = members;
    const isWhole = members[0] === whole;
    const ladder = laneHeights(units, Math.max(room, units));
    const from = ladder.findIndex((height) => height >= (isWhole ? units : least));
    // Of equals a gate, whose lines are means, comes last.
    const need = isWhole ? 1e4 : members[0].role === 'gate' ? weight - 0.1 : weight;
    return { members, weight: need, ladder, at: from < 0 ? ladder.length - 1 : from };
  });
  const height = (/** @type {typeof classes[0]} */ one) => one.ladder[one.at];
  let left = room - classes.reduce((sum, one) => sum + one.members.length * height(one), 0);
  for (;;) {
    const next = classes
      .filter((one) => one.at + 1 < one.ladder.length && one.members.length * (one.ladder[one.at + 1] - height(one)) <= left)
      .sort((a, b) => height(a) / a.weight - height(b) / b.weight)[0];
    if (!next) break;
    left -= next.members.length * (next.ladder[next.at + 1] - height(next));
    next.at++;
  }
  for (const one of classes) for (const lane of one.members) lane.height = height(one);
  return left;
}
