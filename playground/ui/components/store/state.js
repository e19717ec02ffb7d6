// All that the page keeps: one table of the names, what each is at first, and how it stands in the page's address.

import { read as readSelection, write as writeSelection } from '../explanation/selection.js';
import { ORDERS } from '../run/unit_orders.js';
import { opening } from '../opening.js';
import { TASKS } from '../tasks.js';
import { readChanges } from './changes_from_address.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */

export const LANGUAGES = ['en', 'zh'];
export const PAGES = ['train', 'lab', 'memory']; // beside the tasks
/** Pages that have no tab of their own, and in whose they are. @type {Record<string, string>} */
export const SUBPAGES = { memory: 'lab' };
export const TABS = PAGES.filter((page) => !SUBPAGES[page]);
export const WITHIN = ['compare']; // beside the input, in place of picture, answer and dock
export const EMBEDS = ['stage', 'layer', 'cell', 'lab', 'exercise']; // what stands alone in a frame of another page (embed/)
export const PARTS = ['input', 'measured', 'tests']; // of what is compared (compare.js)
export const SECTIONS = ['start', 'unit', 'layers', 'learning', 'unknown', 'blind', 'convolution', 'padding', 'shapes', 'sequences', 'rnn', 'vanishing', 'lstm', 'gates', 'gru', 'conventions', 'counting', 'compare', 'both']; // of the guide (playground/story)
/** The stops of the lessons of the guide (playground/story/paths.py). @type {Record<string, string[]>} */
export const STOPS = {
  cnn: ['draw', 'random', 'loss', 'backward', 'step', 'many', 'replay', 'kernels', 'live', 'overfit', 'rate', 'mistakes'],
  gates: ['letters', 'sentence', 'fading', 'factor', 'recall', 'live', 'idea', 'forget', 'gru', 'truth', 'cost'],
};
export const LOSSES = ['cross_entropy', 'mse', 'logit']; // of learning/loss.py
export const SETUPS = ['example', 'padding', 'pooling', 'stride', 'edges', 'colour']; // of the lab (lab/presets.js)

export const LEARNT = ['circles', 'moons', 'spirals', 'xor', 'gaussians', 'points', 'digits', 'drawings', 'names', 'series', 'cancer', 'diabetes']; // kinds of data of the training lab (train/setup.js)
const TRAINING = new RegExp(`^(?:${LEARNT.join('|')})(?:\\*[\\w.-]+)*$`);

/** What is known of a network at a moment of its training. @typedef {{step: number, epoch: number, train_loss: number | null, validation_loss: number, validation_accuracy: number}} Snapshot */
/**
 * A network of a task, as the server describes it.
 * @typedef {{name: string, architecture: string, arguments: Record<string, any>, parameters: number, scores: Record<string, number>, calibration?: {ece: number, scaled_ece: number} | null, snapshots: Snapshot[], title?: string | null, handed_over?: boolean}} Network
 */
/**
 * What there is of a task before any input; networks that are missing with the reason.
 * @typedef {{networks: Network[], missing?: {name: string, reason: Record<string, string>}[], examples: any}} Catalogue
 */
/**
 * @typedef {object} State
 * @property {string | null} task
 * @property {string | null} architecture the name of the chosen network among those of the task
 * @property {Record<string, any> | null} changes of the network or of its input (playground/changes)
 * @property {string | null} page one of PAGES or WITHIN, null for the picture
 * @property {string} part one of PARTS
 * @property {string[] | null} pair two networks whose pictures stand over each other
 * @property {string | null} guide the section of the guide that is open beside the stage, or a stop of a lesson: "cnn.loss"
 * @property {string | null} version of the address, in one that was shared
 * @property {number | null} step the moment that a link names, until it is shown
 * @property {string | null} embed one of EMBEDS, null for the whole page
 * @property {string} language
 * @property {string} theme light or dark
 * @property {string | null} tests which test data are shown, as browse/choice.js writes it; null: those that are read wrongly
 * @property {string} setup of the lab
 * @property {string | null} memory the question of the memory lab (memory/question.js)
 * @property {string | null} training the setup of the training lab as train/setup_code.js writes it; null of the one with which it begins
 * @property {'values' | 'gradients'} shows what the picture shows of each quantity
 * @property {string | null} target the right answer that the loss is of; null for the predicted one
 * @property {string | null} loss its name (playground/learning); null for the usual one
 * @property {Selection | null} selection what is selected in the picture: a layer, a map or unit, a value (stage/selecting.js)
 * @property {string | null} weight in the dock of gradients the weights of what is selected, and which one: its name and place, or "largest", the one with the largest gradient
 * @property {Selection | null} pointed what is pointed at, or reached by keys
 * @property {{key: string, how: 'layer' | 'column' | 'lane', quantity?: string} | null} opened the stage that is opened in place
 * @property {Catalogue | null} catalogue of the task
 * @property {any} input
 * @property {string | null} kept the input as the address says it (kept/); null of that with which a task begins, '' of one that is not answered yet
 * @property {Trace | null} trace with changes that of the changed network
 * @property {Trace | null} original with changes that of the same input without them
 * @property {number} moment that is shown: a time step, or a stage of a network without time
 * @property {number} count of moments
 * @property {boolean} playing
 * @property {number} speed
 * @property {boolean} auto each answer is played
 * @property {boolean} follow the last moment is shown, whichever it is
 * @property {number} from the first step in sight of a long sequence
 * @property {string} order of units, one of ORDERS (run/unit_orders.js)
 * @property {{key: string, unit: number} | null} unit the chosen one: key of its stage
 * @property {{key: string, quantity: string, first: number, last: number} | null} range steps that were brushed
 */
/**
 * `key`: in the page's address; `read`: the value of the text there, undefined if it is not understood; `write`: the text
 * of a value, null where the address need not say it; `late`: milliseconds that a value stands before the address tells it,
 * as browsers limit how often that may change; `kept`: how the page looks, which the browser's way back leaves as it is; `why`: what is said of a text that is not understood (in texts, notices).
 * @template T
 * @typedef {{first: T, key?: string, read?: (text: string) => T | undefined, write?: (value: any) => string | null, late?: number, kept?: boolean, why?: string}} Entry
 */

/** @param {string[]} words @returns {(text: string) => string | undefined} */
const oneOf = (words) => (text) => (words.includes(text) ? text : undefined);
const PLACES = oneOf([...SECTIONS, ...Object.entries(STOPS).flatMap(([path, stops]) => stops.map((stop) => `${path}.${stop}`))]);
const SET = /^set\.[a-z0-9_-]+$/; // an exercise set by its name, which the server knows

/** "column.Convolution:1" @param {string} text @returns {State['opened'] | undefined} */
function readOpened(text) {
  const [, how, key, quantity] = /^(layer|column|lane)\.(\w+(?::\d*){1,2}|\w+)(?:\.(\w+))?$/.exec(text) ?? [];
  return key ? { key, how: /** @type {'layer' | 'column' | 'lane'} */ (how), ...(quantity && { quantity }) } : undefined;
}

export const VERSION = '1'; // of the address; another one when an address of before would be read as something else

/** @type {{[Name in keyof State]: Entry<State[Name]>}} */
export const STATE = {
  version: { first: null, key: 'v', read: oneOf([VERSION]), why: 'other_version' },
  task: { first: null, key: 'task', read: oneOf(Object.keys(TASKS)) },
  architecture: { first: null, key: 'network', read: (text) => text || undefined }, // the catalogue says which there are
  changes: { first: null, key: 'changes', read: readChanges, write: JSON.stringify, late: 300 },
  page: { first: null, key: 'view', read: oneOf([...PAGES, ...WITHIN]) },
  part: { first: 'input', key: 'part', read: oneOf(PARTS), write: (part) => (part === 'input' ? null : part) },
  pair: { first: null, key: 'pair', read: (text) => (text.split('.').length === 2 ? text.split('.') : undefined), write: (pair) => pair.join('.') },
  guide: { first: null, key: 'guide', read: (text) => (SET.test(text) ? text : PLACES(text)) },
  embed: { first: null, key: 'embed', read: oneOf(EMBEDS) },
  language: { first: 'en', key: 'lang', read: oneOf(LANGUAGES), kept: true },
  theme: { first: 'light', key: '__theme', read: oneOf(['light', 'dark', 'system']), kept: true }, // the key is Gradio's
  tests: { first: null, key: 'tests', read: (text) => (/^(wrong|unsure|(differ|cell)(\.[\w@.-]+)?)$/.test(text) ? text : undefined) },
  setup: { first: 'example', key: 'lab', read: oneOf(SETUPS) },
  memory: { first: null, key: 'memory', read: (text) => (/^[a-z]+\.\d+\.[a-z]+\.[\d.]+$/.test(text) ? text : undefined), late: 300 },
  training: { first: null, key: 'setup', read: (text) => (TRAINING.test(text) ? text : undefined), late: 300 }, // the lab reads the rest
  shows: { first: 'values', key: 'shows', read: (text) => (text === 'values' || text === 'gradients' ? text : undefined), write: (shows) => (shows === 'values' ? null : shows) },
  target: { first: null, key: 'target', read: (text) => text.slice(0, 40) || undefined },
  loss: { first: null, key: 'loss', read: /** @type {any} */ (oneOf(LOSSES)) },
  selection: { first: null, key: 'cell', read: readSelection, write: writeSelection },
  weight: { first: null, key: 'weight', read: (text) => (/^(largest|[\w.]+~\d+(-\d+)*)$/.test(text) ? text : undefined) },
  pointed: { first: null },
  opened: { first: null, key: 'open', read: readOpened, write: ({ key, how, quantity }) => [how, key, quantity].filter(Boolean).join('.') },
  catalogue: { first: null },
  input: { first: null },
  kept: { first: null, key: 'input', read: (text) => (/^[a-z]\../.test(text) ? text : undefined), late: 300 }, // what it is the task says
  step: { first: null, key: 'step', read: (text) => (/^\d{1,4}$/.test(text) ? Number(text) : undefined) },
  trace: { first: null },
  original: { first: null },
  moment: { first: 0 },
  count: { first: 0 },
  playing: { first: false },
  speed: { first: 1 },
  auto: { first: false },
  follow: { first: true },
  from: { first: 0 },
  order: { first: 'state', key: 'order', read: oneOf(ORDERS), write: (order) => (order === 'state' ? null : order) },
  unit: { first: null },
  range: { first: null },
};
export const FIRST_TASK = opening.task ?? 'digits';
