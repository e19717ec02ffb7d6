// The class of the network as a short program, with the lines lit that the selection comes from: a tool of the dock.

import { getJson } from '../server/get_json.js';
import { ofNetwork, on, session } from '../run/session.js';
import { onSelection } from '../stage/selecting.js';
import { state } from '../store/store.js';
import { t } from '../text/text.js';
import { el } from './parts.js';
import { openInDock } from './tool.js';

/** The lines, and of each layer which are its own. @typedef {{lines: string[], layers: {key: [string, number | null, number | null], lines: number[]}[]}} Listing */

export const openListing = () => void openInDock('listing', build, { title: t('listing.title'), note: t('listing.note'), follows: true });

/** @param {HTMLElement} place */
function build(place) {
  const code = el('ol', 'pg-listing');
  code.tabIndex = 0;
  code.setAttribute('aria-label', t('listing.title'));
  place.append(code);
  /** @type {Listing | null} */
  let listing = null;
  const light = () => {
    const lit = listing ? linesOf(listing) : [];
    for (const [k, line] of [...code.children].entries()) line.classList.toggle('lit', lit.includes(k));
    code.querySelector('.lit')?.scrollIntoView({ block: 'nearest' });
  };
  let turn = 0; // of several that are asked for one after the other the last is shown
  const load = async () => {
    const mine = ++turn;
    const { task, architecture } = session;
    const changes = ofNetwork(session.changes);
    const query = changes ? `?${new URLSearchParams({ changes: JSON.stringify(changes) })}` : '';
    /** @type {Listing} */
    const found = await getJson(`listing/${task}/${architecture}${query}`).catch((/** @type {Error} */ { message }) => ({ lines: [message], layers: [] }));
    if (mine !== turn) return;
    listing = found;
    code.replaceChildren(...found.lines.map(written));
    light();
  };
  const offs = [onSelection(light), on('architecture', () => void load()), on('changes', () => void load())];
  void load();
  return () => offs.forEach((off) => off());
}

/** A line, its remark on the shape apart. @param {string} line */
function written(line) {
  const at = line.indexOf('  # ');
  return at < 0 ? el('li', '', line) : el('li', '', line.slice(0, at), el('span', '', line.slice(at)));
}

/** The lines of the layer of the selection. @param {Listing} listing @returns {number[]} */
function linesOf({ layers }) {
  const { selection } = state;
  if (!selection) return [];
  const same = (/** @type {Listing['layers'][0]['key']} */ [kind, layer, direction]) => kind === selection.stage && layer === (selection.layer ?? null) && (direction ?? 0) === (selection.direction ?? 0);
  return layers.filter(({ key }) => same(key)).flatMap(({ lines }) => lines);
}
