// What of the chosen network can be changed, by what the stages of its last run have declared.

import { heldQuantities } from '../../run/declarations.js';
import { session } from '../../run/session.js';

/** @typedef {import('../../run/trace.js').Stage} Stage */

/** @type {Map<string, Stage[]>} stages of the last run of each network, by task and network */
const known = new Map();

/** The stages of the chosen network, as far as one of its runs has been seen. @returns {Stage[]} */
export function stagesOfNetwork() {
  const { trace, task, architecture } = session;
  const key = `${task} ${architecture}`;
  if (trace?.milliseconds && trace.task === task && trace.architecture === architecture) known.set(key, [...trace.stages.values()]);
  return known.get(key) ?? [];
}

/** A stage that has a quantity. @param {string} quantity */
export const stageWith = (quantity) => stagesOfNetwork().find(({ declared }) => declared && Object.hasOwn(declared.quantities, quantity));

/** The quantities that can be held, each with a stage that has it. @returns {{quantity: string, stage: Stage}[]} */
export function held() {
  /** @type {Map<string, Stage>} */
  const found = new Map();
  for (const stage of stagesOfNetwork()) {
    for (const name of stage.declared ? heldQuantities(stage.declared) : []) if (!found.has(name)) found.set(name, stage);
  }
  return [...found].map(([quantity, stage]) => ({ quantity, stage }));
}

/** The layers whose units or maps can be switched off: {layer, direction, size, isMaps}. */
export function switchable() {
  return stagesOfNetwork().flatMap(({ declared, arrays, layer = 0, direction = 0 }) => {
    if (!declared?.switchable) return [];
    const [{ shape }] = Object.values(arrays);
    return [{ layer, direction, size: shape[0], isMaps: shape.length === 3 }];
  });
}

/** @param {string} kind */
export const hasKind = (kind) => stagesOfNetwork().some((stage) => stage.kind === kind);
/** @param {string} role */
export const hasRole = (role) => stagesOfNetwork().some(({ declared }) => Object.values(declared?.quantities ?? {}).some((quantity) => quantity.role === role));
