// The report that a student hands in: a name, and a button that saves one file of the run as it stands on the page.

import { asked, nameOfRun } from '../dock/asked.js';
import { changesInWords } from '../dock/changes/bar.js';
import { el } from '../dock/parts.js';
import { download } from '../dom/download.js';
import { Waiting } from '../dom/waiting.js';
import { failureText, postForFile } from '../server/post_json.js';
import { addressNow } from '../store/store.js';
import { fill, t } from '../text/text.js';
import { answered } from '../guide/answers.js';
import { networkPicture } from './picture.js';

let name = ''; // as it was typed last

/** The texts "report" have to be there. */
export function reportForm() {
  const field = Object.assign(document.createElement('input'), { type: 'text', value: name, maxLength: 100, autocomplete: 'name' });
  field.oninput = () => void (name = field.value);
  const said = el('span', 'pg-muted');
  said.setAttribute('role', 'status');
  const form = /** @type {HTMLFormElement} */ (el('form', 'pg-report', told('b', 'make'), el('label', '', told('span', 'name'), field), told('button', 'save'), said));
  const say = (/** @type {string} */ words) => void (said.textContent = words);
  const waiting = new Waiting(form, () => void save(say, waiting));
  form.onsubmit = (event) => {
    event.preventDefault();
    void save(say, waiting);
  };
  fill(form);
  return form;
}

/** @param {string} tag @param {string} key */
function told(tag, key) {
  const made = el(tag, '');
  made.dataset.text = `report.${key}`;
  return made;
}

/** @param {(words: string) => void} say @param {Waiting} waiting */
async function save(say, waiting) {
  const run = asked();
  if (!run) return say(t('report.nothing'));
  const file = `${`report-${name}-${nameOfRun()}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.html`;
  say(t('report.waiting'));
  const how = waiting.begin();
  try {
    const picture = await networkPicture();
    const handed = { name: name.trim(), link: addressNow(), picture, changed: changesInWords(), answers: answered() };
    download(file, await postForFile('report', { ...run, ...handed }, how));
    say(t('report.saved', { name: file }));
  } catch (error) {
    say(how.signal.aborted ? '' : failureText(error));
  }
}
