// Which edges are drawn: those that lead to the answer, of gradients the strongest of all that the loss sends back, or
// those of the map, unit or class that is pointed at or selected.

import { Found } from './found.js';
import { difference, into, outOf } from './layers.js';

/** @typedef {import('./layers.js').EdgeLayer} EdgeLayer */
/** @typedef {import('./layers.js').Term} Term */
/** @typedef {import('./relations.js').Relations} Relations */
/** @typedef {import('./relations.js').Node} Node */
/** @typedef {import('./found.js').Edge} Edge */
/** @typedef {import('./found.js').Chosen} Chosen */
/** What is looked at. @typedef {{key: string, index: number[], against?: number | null}} Focus */

export const SHOWN = 6; // sources or targets of one unit or class
export const MOST = 60; // lines to the answer
const ROOM = 80; // lines that are not faint of a class that is looked at
const BEST = 5; // sources of the answer, and of each of its sources
const WIDEST = 6; // targets whose sources are followed further back
const FAINT = 26; // of one node beside its strong ones

/**
 * @param {Relations} relations
 * @param {{focus: Focus | null, answer: number | null}} looked
 * @returns {Chosen}
 */
export function chosenOf(relations, { focus, answer }) {
  const unit = focus && relations.unitOf(focus.key, focus.index);
  const found = new Found(relations, MOST);
  if (focus && unit !== null && isKnown(relations, { key: focus.key, unit })) {
    if (focus.key === relations.output?.to) ofClass(found, unit, focus.against ?? null);
    else ofNode(found, { key: focus.key, unit }, answer);
    return found.chosen(true);
  }
  if (relations.output) toAnswer(found, relations.output, answer);
  return found.chosen(false);
}

/** @param {Relations} relations @param {Node} node */
const isKnown = (relations, { key, unit }) =>
  unit < (relations.places.get(key)?.units ?? 0) && Boolean(relations.into(key).length || relations.outOf(key).length);

/** @param {number} value */
const signOf = (value) => (value === 0 ? null : value < 0 ? -1 : 1);

/** A layer has one source, which is the drawing: its lines say where the maps come from. @param {EdgeLayer} layer */
const isSingle = ({ sources }) => sources === 1;

/** What leads to the answer; what comes back, from whatever logit. The largest first. @param {Found} found @param {EdgeLayer} output @param {number | null} answer @returns {{term: Term, target: number}[]} */
function toLoss({ relations }, output, answer) {
  const targets = relations.isBackward ? Array.from({ length: output.targets }, (_, k) => k) : answer === null ? [] : [answer];
  const all = targets.flatMap((target) => into(output, target).map((term) => ({ term, target })));
  return all.filter(({ term }) => term.value !== 0).sort((a, b) => Math.abs(b.term.value) - Math.abs(a.term.value));
}

/** The strongest sources of the answer, theirs, and so on back to what the network reads. @param {Found} found @param {EdgeLayer} output @param {number | null} answer */
function toAnswer(found, output, answer) {
  const best = toLoss(found, output, answer).slice(0, BEST);
  for (const { term, target } of best) {
    found.add(output, term, target, 'strong');
    const node = found.relations.sourceOf(output, term.at);
    found.addPath(output, node);
    found.light(node, signOf(term.value));
  }
  follow(found, best.map(({ term: { at, value } }) => ({ node: found.relations.sourceOf(output, at), size: Math.abs(value) })));
}

/** Further back from some nodes, as long as there is room for lines. @param {Found} found @param {{node: Node, size: number}[]} nodes */
function follow(found, nodes) {
  let now = nodes;
  while (now.length) {
    const layers = now.flatMap(({ node, size }) => found.relations.into(node.key).slice(-1).map((layer) => ({ layer, unit: node.unit, size })));
    if (!layers.length) return;
    const drawn = found.lines.filter(({ kind }) => kind !== 'faint').length;
    const room = Math.floor((found.room - drawn) / depth(found.relations, layers[0].layer));
    if (room < 1) return;
    const each = Math.min(BEST, room);
    const widest = layers.some(({ layer }) => isSingle(layer)) ? room : Math.min(WIDEST, Math.floor(room / each));
    now = oneLevel(found, layers.sort((a, b) => b.size - a.size).slice(0, widest), each);
  }
}

/** How many layers stand one behind the other, a layer and those before it. @param {Relations} relations @param {EdgeLayer} layer @returns {number} */
function depth(relations, layer) {
  const [before] = layer.origins.flatMap(({ key }) => relations.into(key).slice(-1));
  return 1 + (before && before !== layer ? depth(relations, before) : 0);
}

/** The strongest sources of some nodes; those sources, each with its largest edge. @param {Found} found @param {{layer: EdgeLayer, unit: number}[]} targets @param {number} each */
function oneLevel(found, targets, each) {
  /** @type {Map<string, {node: Node, size: number}>} */
  const next = new Map();
  for (const { layer, unit } of targets) {
    for (const term of into(layer, unit).slice(0, each)) {
      if (term.value === 0 && !isSingle(layer)) continue;
      const node = found.relations.sourceOf(layer, term.at);
      found.add(layer, term, unit, isSingle(layer) ? 'path' : 'strong');
      found.addPath(layer, node);
      found.light(node, isSingle(layer) ? null : signOf(term.value));
      const known = next.get(`${node.key} ${node.unit}`);
      next.set(`${node.key} ${node.unit}`, { node, size: Math.max(known?.size ?? 0, Math.abs(term.value)) });
    }
  }
  return [...next.values()];
}

/** All that is known of the sources of a class, or of what it has more of than another, and the way of the strongest. @param {Found} found @param {number} unit @param {number | null} against */
function ofClass(found, unit, against) {
  const output = /** @type {EdgeLayer} */ (found.relations.output);
  found.room = ROOM;
  const terms = against === null || against === unit ? into(output, unit) : difference(output, unit, against);
  const strong = addSources(found, output, terms, unit);
  found.light({ key: output.to, unit }, 'ink');
  if (against !== null) found.light({ key: output.to, unit: against }, null);
  for (const { at } of strong) found.addPath(output, found.relations.sourceOf(output, at));
  follow(found, strong.slice(0, SHOWN).map(({ at, value }) => ({ node: found.relations.sourceOf(output, at), size: Math.abs(value) })));
}

/** The edges of one node: its strongest as wide as they are, the others faint. @param {Found} found @param {EdgeLayer} layer @param {Term[]} terms @param {number} target @returns {Term[]} the strong ones */
function addSources(found, layer, terms, target) {
  const strong = strongOf(layer, terms);
  for (const term of terms.slice(strong.length, strong.length + FAINT).reverse()) found.add(layer, term, target, 'faint');
  for (const term of [...strong].reverse()) found.add(layer, term, target, isSingle(layer) ? 'path' : 'strong'); // the largest on top
  for (const { at, value } of strong) found.light(found.relations.sourceOf(layer, at), isSingle(layer) ? null : signOf(value));
  return strong;
}

const FEW = 12; // sources or targets that are all strong, in a layer that is known as a whole

/** @param {EdgeLayer} layer @param {Term[]} terms */
const strongOf = ({ isWhole }, terms) => (isWhole && terms.length <= FEW ? terms : terms.slice(0, SHOWN));

/** Sources and targets of a map or a unit, onward to the answer. @param {Found} found @param {Node} node @param {number | null} answer */
function ofNode(found, node, answer) {
  const { relations } = found;
  found.light(node, 'ink');
  for (const layer of relations.into(node.key)) {
    const strong = addSources(found, layer, into(layer, node.unit), node.unit);
    for (const { at } of strong) {
      found.addPath(layer, relations.sourceOf(layer, at));
      comeFrom(found, relations.sourceOf(layer, at), 'path');
    }
    for (const { at } of into(layer, node.unit).slice(strong.length)) comeFrom(found, relations.sourceOf(layer, at), 'faint');
  }
  for (const { layer, first } of relations.outOf(node.key)) goTo(found, layer, first + node.unit, answer);
}

/** The line from the drawing to a map that is made of it alone. @param {Found} found @param {Node} node @param {'path' | 'faint'} kind */
function comeFrom(found, node, kind) {
  for (const layer of found.relations.into(node.key)) if (isSingle(layer)) found.add(layer, into(layer, node.unit)[0], node.unit, kind);
}

/** The targets of a source, and from there to the answer. @param {Found} found @param {EdgeLayer} layer @param {number} at @param {number | null} answer */
function goTo(found, layer, at, answer) {
  const { relations } = found;
  const terms = outOf(layer, at);
  const isLast = layer === relations.output;
  const strong = isLast && terms.length <= FAINT ? terms : strongOf(layer, terms);
  found.addPath(layer, relations.sourceOf(layer, at));
  for (const { at: target, value } of terms.slice(strong.length, strong.length + FAINT).reverse()) found.add(layer, { at, value }, target, 'faint');
  for (const { at: target, value } of [...strong].reverse()) {
    const node = { key: layer.to, unit: target };
    found.add(layer, { at, value }, target, 'strong');
    found.light(node, isLast ? null : signOf(value));
    if (!isLast) onward(found, node, answer);
  }
}

/** The edge on to the answer; of gradients the strongest from a logit. @param {Found} found @param {Node} node @param {number | null} answer */
function onward(found, node, answer) {
  for (const { layer, first } of found.relations.outOf(node.key)) {
    if (layer !== found.relations.output) continue;
    const { term, target } = toLoss(found, layer, answer).find(({ term: { at } }) => at === first + node.unit) ?? {};
    if (!term || target === undefined) continue;
    found.add(layer, term, target, 'strong');
    found.addPath(layer, found.relations.sourceOf(layer, term.at));
    found.light({ key: layer.to, unit: target }, null);
  }
}
