// The tool "Why this answer?": the attribution lies over the input; its methods, and what they say, are in the dock.

import { percent } from '../answer/percent.js';
import { onTheme } from '../canvas/theme.js';
import { find, findAll } from '../dom/find.js';
import { Waiting } from '../dom/waiting.js';
import { argmax } from '../run/largest.js';
import { labelOf } from '../run/time_axis.js';
import { on, session } from '../run/session.js';
import { failureText, postJson } from '../server/post_json.js';
import { equation } from '../text/equations.js';
import { fill, needTexts, onLanguage, t } from '../text/text.js';
import { stepBars } from './bars.js';
import { overPen } from './over_pen.js';
import { overPicture } from './over_picture.js';
import { overSeries } from './over_series.js';
import { overSliders } from './over_sliders.js';
import { overWords } from './over_words.js';
import { about, check, EQUATIONS } from './said.js';
import { showWay, way } from './way.js';

/** @typedef {import('./found.js').Answer} Answer */
/** @typedef {import('./found.js').Over} Over */
/** Where it lies over the input of a kind, and what makes it. @type {Record<string, {host: string, make: (host: HTMLElement, say: (words: string) => void) => Over}>} */
const OVERS = {
  Pictures: { host: '.pg-paper', make: overPicture },
  Points: { host: '.pg-paper', make: overPen },
  Characters: { host: '.pg-field', make: overWords },
  Words: { host: '.pg-field', make: overWords },
  Series: { host: '.pg-series-box', make: overSeries },
  Features: { host: '.pg-measures', make: overSliders },
};
const HTML = `
<div class="pg-why-choices">
  <div class="pg-why-methods" role="group" data-label="why.title"></div>
  <div data-waiting></div>
  <label><span data-text="why.of"></span><select></select></label>
  <figure><figcaption></figcaption></figure>
  <output data-pointed></output>
</div>
<div class="pg-why-about"><p data-lead></p><p class="pg-formula" data-equation></p><p data-about></p></div>
<div class="pg-why-sum"><div class="pg-why-way" role="list"></div><p data-check></p><p class="pg-message" role="alert"></p></div>`;

let method = 'integrated_gradients'; // that was chosen last

/** @param {HTMLElement} place in the dock @returns {Promise<() => void>} what is to be done when it is closed */
export async function openWhy(place) {
  await needTexts('why');
  const closing = new AbortController();
  const tool = new Tool(place, closing.signal);
  const { signal } = closing;
  on('end', (trace) => void (trace.preview || tool.ask()), { signal });
  on('begin', () => tool.wait(), { signal });
  on('interrupt', () => tool.hide(), { signal });
  on('task', () => tool.forget(), { signal });
  onTheme(() => tool.show(), { signal });
  onLanguage(() => {
    fill(place);
    tool.ask();
  }, { signal });
  return () => {
    closing.abort();
    tool.hide();
  };
}

class Tool {
  /** @param {HTMLElement} place @param {AbortSignal} closed */
  constructor(place, closed) {
    this.place = place;
    this.closed = closed;
    place.classList.add('pg-why');
    place.innerHTML = HTML;
    this.label = ''; // the class that is asked about, '' the answer
    this.waiting = new Waiting(this.part('waiting'), () => void this.ask(), () => place.classList.remove('stale'));
    /** @type {Answer | null} */
    this.answer = null;
    /** @type {{kind: string, over: Over} | null} */
    this.over = null;
    this.bars = stepBars(find(place, 'figure', HTMLElement), (words) => this.say(words));
    const choose = (/** @type {string} */ name) => {
      method = name;
      this.ask();
    };
    find(place, '.pg-why-methods', HTMLElement).append(...Object.keys(EQUATIONS).map((name) => methodButton(name, choose)));
    const select = find(place, 'select', HTMLSelectElement);
    select.onchange = () => {
      this.label = select.value;
      this.ask();
    };
  }

  /** @param {string} name */
  part(name) {
    return find(this.place, `[data-${name}]`, HTMLElement);
  }

  /** @param {string} words of what is pointed at */
  say(words) {
    this.part('pointed').textContent = words || t('why.point');
  }

  wait() {
    this.waiting.drop();
    this.place.classList.add('stale');
  }

  /** Take it off the input. */
  hide() {
    this.waiting.drop();
    this.over?.over.end();
    this.over = null;
    if (this.closed.aborted) this.bars.end();
  }

  forget() {
    this.hide();
    this.label = '';
  }

  async ask() {
    const { task, input, architecture, trace, changes } = session;
    if (!trace?.output || trace.milliseconds === null || !input) return;
    const name = method === 'grad_cam' && !trace.get('Convolution', 1) ? 'integrated_gradients' : method;
    this.offer(name);
    this.wait();
    const how = this.waiting.begin();
    try {
      const found = await postJson('attribution', { task, input, architecture, method: name, label: this.label || null, changes }, how);
      if (how.signal.aborted) return;
      this.tell('');
      this.answer = { found, trace };
      this.show();
    } catch (error) {
      if (!how.signal.aborted) this.tell(failureText(error));
    }
  }

  /** What was refused, or ''. @param {string} message */
  tell(message) {
    find(this.place, '.pg-message', HTMLElement).textContent = message;
    this.place.classList.remove('stale');
    this.place.classList.toggle('refused', Boolean(message));
    if (message) this.hide();
  }

  /** The methods of this network and the classes of this task, and which of them are chosen. @param {string} chosen */
  offer(chosen) {
    const { trace } = session;
    if (!trace) return;
    for (const button of findAll(this.place, '[data-method]', HTMLButtonElement)) {
      button.hidden = button.dataset.method === 'grad_cam' && !trace.get('Convolution', 1);
      button.setAttribute('aria-pressed', String(button.dataset.method === chosen));
    }
    const select = find(this.place, 'select', HTMLSelectElement);
    const { probabilities } = trace;
    const label = /** @type {HTMLElement} */ (select.parentElement);
    label.hidden = !probabilities;
    if (!probabilities) return;
    const best = trace.labels[argmax(probabilities)];
    select.replaceChildren(new Option(t('why.answer', { label: labelOf(best) }), ''), ...trace.labels.map((name, k) => new Option(`${labelOf(name)} · ${percent(probabilities[k])}`, name)));
    select.value = this.label;
  }

  show() {
    const { answer } = this;
    if (!answer || this.closed.aborted) return;
    const { found, trace } = answer;
    const kind = trace.encoded?.kind ?? '';
    if (this.over?.kind !== kind) {
      this.hide();
      const { host, make } = OVERS[kind] ?? {};
      const under = host && document.querySelector(`.pg-entry:not([hidden]) ${host}`);
      if (under instanceof HTMLElement) this.over = { kind, over: make(under, (words) => this.say(words)) };
    }
    this.over?.over.draw(answer);
    this.bars.draw(answer);
    this.say('');
    this.part('lead').textContent = t(`why.lead.${trace.task}`);
    this.part('equation').replaceChildren(...equation(EQUATIONS[found.method]));
    this.part('about').textContent = about(answer);
    showWay(find(this.place, '.pg-why-way', HTMLElement), way(answer));
    this.part('check').textContent = check(answer);
  }
}

/** @param {string} name @param {(name: string) => void} choose */
function methodButton(name, choose) {
  const button = Object.assign(document.createElement('button'), { type: 'button', onclick: () => choose(name) });
  button.dataset.method = name;
  button.dataset.text = `why.methods.${name}`;
  return button;
}
