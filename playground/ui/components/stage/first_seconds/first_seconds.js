// The first ten seconds: a pen writes a digit while the maps fill, the strongest path lights up, three sentences say what is seen.

import { find } from '../../dom/find.js';
import { drawExample, isStill } from '../../entries/examples.js';
import { drawn, onPlan } from '../../run/plan.js';
import { on } from '../../run/session.js';
import { onLanguage, t } from '../../text/text.js';
import { answeredShares } from './first_visit.js';

/** @typedef {import('../../entries/pad.js').Pad} Pad */
/** @typedef {import('../../entries/examples.js').Example} Example */

const WRITING = 2400; // milliseconds
const PATIENCE = 700; // for the plan of the network, which is there before the pen moves
const PATH = 1400; // in which the strongest path comes to light, as in css/first.css
const READING = 1500; // of a sentence
const SENTENCES = ['colours', 'point', 'draw'];

/** @param {Pad} pad @param {Example} example */
export function firstSeconds(pad, example) {
  const app = find(document, '.pg-app', HTMLElement);
  const said = sentences();
  const pen = document.createElement('i');
  pen.className = 'pg-ghost';
  const over = new AbortController();
  const { signal } = over;
  const wait = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, isStill() ? 0 : milliseconds));
  let stop = () => {};
  let isWhole = false;

  const end = (/** @type {Event} */ { type, target }) => {
    if (signal.aborted) return;
    over.abort();
    stop();
    pen.remove();
    said.end();
    app.classList.remove('pg-lighting');
    const isDrawing = target instanceof Node && (pad.paper.contains(target) || (target instanceof Element && target.closest('[data-do=undo], [data-do=clear], .pg-examples')));
    const isLeft = type === 'task'; // which asks for an input of its own
    if (!isWhole && !isDrawing && pad.untouched) pad.show(example.input.strokes, example.input.width, { demonstration: true, final: !isLeft, asked: !isLeft });
  };
  for (const name of ['pointerdown', 'keydown', 'click']) document.addEventListener(name, end, { capture: true, signal });
  on('task', () => end(new Event('task')), { signal });

  const write = () => {
    if (signal.aborted) return;
    pad.paper.append(pen);
    said.say(1);
    stop = drawExample(pad, example, {
      duration: WRITING,
      demonstration: true,
      asked: answeredShares(),
      each: ([x, y]) => Object.assign(pen.style, { left: `${100 * x}%`, top: `${100 * y}%` }),
      end: () => {
        isWhole = true;
        pen.remove();
      },
    });
  };
  const light = async () => {
    if (!isStill()) app.classList.add('pg-lighting');
    await wait(PATH / 2);
    said.say(2);
    await wait(READING);
    app.classList.remove('pg-lighting');
    said.say(3);
  };
  const off = on('end', (trace) => {
    if (trace.preview || !isWhole) return;
    off();
    void light();
  }, { signal });
  begin(write, signal);
}

/** As soon as the empty picture is there, or after a while without it. @param {() => void} write @param {AbortSignal} signal */
function begin(write, signal) {
  let begun = false;
  const once = () => {
    if (!begun) write();
    begun = true;
  };
  setTimeout(once, isStill() ? 0 : PATIENCE);
  if (drawn()) requestAnimationFrame(() => requestAnimationFrame(once));
  else onPlan(() => requestAnimationFrame(once), { signal });
}

/** What colours mean, that everything can be pointed at, draw over it: in the dock's place, which is still empty. */
function sentences() {
  const element = document.createElement('div');
  element.className = 'pg-opening';
  element.setAttribute('role', 'status');
  element.append(...SENTENCES.map(() => document.createElement('p')));
  const all = /** @type {HTMLElement[]} */ ([...element.children]);
  const off = onLanguage(() => all.forEach((place, k) => (place.textContent = t(`first.${SENTENCES[k]}`))));
  find(document, '.pg-app', HTMLElement).append(element);
  return {
    /** @param {number} count */
    say: (count) => {
      all.forEach((place, k) => place.classList.toggle('said', k < count));
      element.dataset.said = String(count);
    },
    end: () => {
      off();
      element.remove();
    },
  };
}
