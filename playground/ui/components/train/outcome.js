// What can be done with the trained network: look into it, keep it as a file, load one again, and its program in PyTorch.

import { setText } from '../dom/changed.js';
import { download } from '../dom/download.js';
import { keepNetwork, sendNetwork } from '../own/networks.js';
import { openNetwork } from '../own/open.js';
import { Refused } from '../server/asking.js';
import { failureText, postJson } from '../server/post_json.js';
import { onLanguage, t } from '../text/text.js';
import { begin, bench } from './bench.js';
import { button, made } from './elements.js';
import { askedOf } from './setup.js';
import { wholeOf } from './presets.js';
import { onTraining, training } from './training.js';

const SHOWN = 1500; // milliseconds that it is said that the program was copied

/** @param {HTMLElement} element */
export function showOutcome(element) {
  const place = made('div', 'pg-train-outcome');
  const message = made('span', 'pg-muted');
  message.setAttribute('role', 'status');
  const say = (/** @type {string} */ words) => {
    setText(message, words);
    setTimeout(() => message.textContent === words && setText(message, ''), SHOWN * 2);
  };
  const file = Object.assign(document.createElement('input'), { type: 'file', accept: '.safetensors', hidden: true });
  file.onchange = () => void loadFile(file, say);
  const look = button('train.look_into', () => void lookInto(say));
  const keep = button('train.download', save);
  const load = button('train.load', () => file.click());
  const code = button('train.code', () => void copyCode(say));
  place.append(message, look, keep, load, code, file);
  element.append(place);
  const update = () => {
    const isThere = Boolean(training.progress?.weights && training.progress.ended?.network);
    look.disabled = keep.disabled = !isThere;
  };
  onTraining(update);
  onLanguage(update);
  update();
}

/** @param {(words: string) => void} say */
async function lookInto(say) {
  const { weights, ended, started } = training.progress ?? {};
  if (!weights || !ended?.network || !started) return;
  await keepNetwork({ task: started.task, network: ended.network, weights });
  if (!(await openNetwork(started.task, ended.network.name))) say(t('train.no_task'));
}

function save() {
  const { weights } = training.progress ?? {};
  if (!weights) return;
  download(`${bench.setup.data.kind}.safetensors`, /** @type {any} */ (weights));
}

/** A file that was saved here: its network, and the setup of its training. @param {HTMLInputElement} file @param {(words: string) => void} say */
async function loadFile(file, say) {
  const [chosen] = file.files ?? [];
  file.value = '';
  if (!chosen) return;
  try {
    const weights = new Uint8Array(await chosen.arrayBuffer());
    const { task, network, setup } = await sendNetwork(weights);
    if (setup) begin(wholeOf(setup), null);
    await keepNetwork({ task, network, weights });
    if (!(await openNetwork(task, network.name))) say(t('train.no_task'));
  } catch (error) {
    say(t('train.not_loaded', { reason: failureText(error) }));
  }
}

/** @param {(words: string) => void} say */
async function copyCode(say) {
  try {
    const { code } = await postJson('training/code', askedOf(bench.setup));
    await navigator.clipboard.writeText(code);
    say(t('train.copied'));
  } catch (error) {
    say(error instanceof Refused ? error.message : t('train.not_copied'));
  }
}
