// All that the page keeps: one table of the names, what each is at first, and how it stands in the page's address.

import { read as readSelection, write as writeSelection } from '../explanation/selection.js';
import { TASKS } from '../tasks.js';
import { readChanges } from './changes_from_address.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */

export const LANGUAGES = ['en', 'zh'];
export const PAGES = ['lab']; // beside the tasks, each with a tab of its own
export const SECTIONS = ['start', 'unit', 'layers', 'learning', 'blind', 'convolution', 'padding', 'shapes', 'sequences', 'rnn', 'vanishing', 'lstm', 'gates', 'gru', 'conventions', 'counting', 'compare', 'both']; // of the guide (playground/story)
export const SETUPS = ['example', 'padding', 'pooling', 'stride', 'edges', 'colour']; // of the lab (lab/presets.js)

/**
 * A network of a task, as the server describes it.
 * @typedef {{name: string, architecture: string, arguments: Record<string, any>, parameters: number, scores: Record<string, number>}} Network
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
 * @property {string | null} page one of PAGES, null for the playground
 * @property {string | null} guide the section of the guide that is open beside the stage
 * @property {string} language
 * @property {string} theme light or dark
 * @property {string} setup of the lab
 * @property {Selection | null} selection what is selected in the picture: a layer, a map or unit, a value (stage/selecting.js)
 * @property {Selection | null} pointed what is pointed at, or reached by keys
 * @property {{key: string, how: 'layer' | 'column' | 'lane', quantity?: string} | null} opened the stage that is opened in place
 * @property {Catalogue | null} catalogue of the task
 * @property {any} input
 * @property {Trace | null} trace with changes that of the changed network
 * @property {Trace | null} original with changes that of the same input without them
 * @property {any} carry from which a drawing goes on (run/live_drawing.js)
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
 * of a value; `late`: milliseconds that a value stands before the address tells it, as browsers limit how often that may change.
 * @template T
 * @typedef {{first: T, key?: string, read?: (text: string) => T | undefined, write?: (value: any) => string, late?: number}} Entry
 */

/** @param {string[]} words @returns {(text: string) => string | undefined} */
const oneOf = (words) => (text) => (words.includes(text) ? text : undefined);

/** "column.Convolution:1" @param {string} text @returns {State['opened'] | undefined} */
function readOpened(text) {
  const [, how, key, quantity] = /^(layer|column|lane)\.(\w+(?::\d*){1,2}|\w+)(?:\.(\w+))?$/.exec(text) ?? [];
  return key ? { key, how: /** @type {'layer' | 'column' | 'lane'} */ (how), ...(quantity && { quantity }) } : undefined;
}

/** @type {{[Name in keyof State]: Entry<State[Name]>}} */
export const STATE = {
  task: { first: null, key: 'task', read: oneOf(Object.keys(TASKS)) },
  architecture: { first: null, key: 'network', read: (text) => text || undefined }, // the catalogue says which there are
  changes: { first: null, key: 'changes', read: readChanges, write: JSON.stringify, late: 300 },
  page: { first: null, key: 'view', read: oneOf(PAGES) },
  guide: { first: null, key: 'guide', read: oneOf(SECTIONS) },
  language: { first: 'en', key: 'lang', read: oneOf(LANGUAGES) },
  theme: { first: 'light', key: '__theme', read: oneOf(['light', 'dark', 'system']) }, // the key is Gradio's
  setup: { first: 'example', key: 'lab', read: oneOf(SETUPS) },
  selection: { first: null, key: 'cell', read: readSelection, write: writeSelection },
  pointed: { first: null },
  opened: { first: null, key: 'open', read: readOpened, write: ({ key, how, quantity }) => [how, key, quantity].filter(Boolean).join('.') },
  catalogue: { first: null },
  input: { first: null },
  trace: { first: null },
  original: { first: null },
  carry: { first: null },
  moment: { first: 0 },
  count: { first: 0 },
  playing: { first: false },
  speed: { first: 1 },
  auto: { first: false },
  follow: { first: true },
  from: { first: 0 },
  order: { first: 'state' },
  unit: { first: null },
  range: { first: null },
};
export const FIRST_TASK = 'digits';
