// A network of the visitor's own in the picker of its task, and so in every view.

import { setPage } from '../pages.js';
import { addNetworks } from '../run/catalogues.js';
import { setTask } from '../run/session.js';
import { networksOf } from './networks.js';

/** Open it; false where its task cannot be had. @param {string} task @param {string} name */
export async function openNetwork(task, name) {
  addNetworks(task, await networksOf(task));
  if (!(await setTask(task, { step: true, asked: { architecture: name, changes: null, kept: null } }))) return false;
  setPage(null);
  return true;
}
