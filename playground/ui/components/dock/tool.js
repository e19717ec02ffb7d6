// A tool in the dock, in place of what is selected, with a button that closes it: changes, sharing, why, similar steps.

import { t } from '../text/text.js';
import { el } from './parts.js';

/** @typedef {import('./head.js').Head} Head */
/** @typedef {(place: HTMLElement, head: Head) => void | (() => void) | Promise<void | (() => void)>} Build gives what is to be done when it is closed */

/** @type {{element: HTMLElement, body: HTMLElement, head: Head, back: () => void} | null} */
let dock = null;
/** @type {{name: string, end: (() => void) | void, opener: Element | null, follows: boolean} | null} */
let open = null;

/** @param {NonNullable<typeof dock>} parts */
export const toolsIn = (parts) => (dock = parts);

export const isToolOpen = () => open !== null;
/** Whether the open tool goes on with another selection. */
export const isFollowing = () => open?.follows === true;
/** @param {string} name */
export const isOpen = (name) => open?.name === name;

/**
 * Open a tool in the dock; the same name again closes it.
 * @param {string} name
 * @param {Build} build
 * @param {{title?: string, note?: string, follows?: boolean}} [words] `follows`: it stays open, and follows what is selected
 */
export async function openInDock(name, build, { title = '', note = '', follows = false } = {}) {
  if (!dock) return;
  if (isOpen(name)) {
    closeTool();
    return;
  }
  const opener = document.activeElement;
  closeTool(false);
  const place = el('div', `pg-dock-view pg-tool ${name}`);
  /** @type {NonNullable<typeof open>} */
  const mine = (open = { name, end: undefined, opener, follows });
  dock.element.dataset.tool = name;
  dock.body.replaceChildren(place);
  dock.head.say({ title, note, buttons: [{ words: t('dock.close'), act: () => closeTool(), name: 'close' }] });
  dock.head.focus();
  mine.end = await build(place, dock.head);
  if (open !== mine) mine.end?.();
}

/** Close the tool, and show again what is selected. @param {boolean} [back] */
export function closeTool(back = true) {
  if (!open || !dock) return;
  const { end, opener } = open;
  open = null;
  delete dock.element.dataset.tool;
  end?.();
  if (!back) return;
  dock.back();
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
}

/** The buttons of a tool, before the one that closes it. @param {Head} head @param {import('./head.js').Button[]} buttons */
export const toolButtons = (head, buttons) => head.buttons([...buttons, { words: t('dock.close'), act: () => closeTool(), name: 'close' }]);
