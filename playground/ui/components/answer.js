// The column on the right: what the network says, how likely each class is, or how far off it has been.

import { Classes } from './answer/classes.js';
import { formOf } from './answer/order.js';
import { percent } from './answer/percent.js';
import { score, showSpread, truthOf } from './answer/score.js';
import { nextNumber, showErrors } from './answer/series.js';
import { unlike } from './answer/unlike.js';
import { setAttribute, setHidden, setText } from './dom/changed.js';
import { find } from './dom/find.js';
import { networkName, plainFacts } from './network/picker.js';
import { onPage } from './pages.js';
import { onMoment, player } from './playback/player.js';
import { argmax } from './run/largest.js';
import { drawn, onPlan } from './run/plan.js';
import { network, on, onTask, session } from './run/session.js';
import { labelOf, place } from './run/time_axis.js';
import { fill, onLanguage, t } from './text/text.js';
import { offerWhy } from './why.js';

/** @typedef {import('./run/trace.js').Trace} Trace */
/** @typedef {{over?: string, prediction: string, confidence?: string, caption?: string}} Said */

class Answer {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.classes = new Classes(find(element, '.pg-classes', HTMLElement));
    this.classes.where = () => ({ stage: 'Output', quantity: 'logits', ...placeOf(drawn()) });
    this.measured = find(element, '.pg-measured', HTMLElement);
    this.unlike = this.part('unlike');
    /** @type {string | null} */
    this.refused = null;
  }

  /** @param {string} name */
  part(name) {
    return find(this.element, `[data-${name}]`, HTMLElement);
  }

  /** @param {Said} said @param {string} [before] */
  tell({ over = '', prediction, confidence = '', caption = '' }, before = '') {
    for (const [name, words] of Object.entries({ over, prediction, confidence, caption, before })) {
      const element = this.part(name);
      setText(element, words);
      setHidden(element, !words);
    }
  }

  /** The rows of the chosen network, before it has said anything. */
  prepare() {
    const run = drawn();
    if (!run) return;
    const form = formOf(run);
    this.element.dataset.form = form;
    this.classes.make(run.labels.map((label) => labelOf(label)), form);
  }

  /** All of it: the run has another form, or the page another language. */
  renew() {
    fill(this.element);
    if (!session.task) return;
    this.prepare();
    this.show();
    this.finish();
    setText(this.part('toy'), t(`result.toy.${session.task}`));
    setText(this.part('facts'), plainFacts());
  }

  /** At the end of the playback the prediction; before it the guess after the time step that the player shows. */
  show() {
    const { trace } = session;
    this.element.classList.toggle('refused', Boolean(this.refused));
    if (!trace?.output) {
      if (trace) return; // it is on its way; the answer before it stays until then
      this.classes.blank();
      this.tell({ prediction: this.refused ? '' : t('result.empty'), caption: this.refused ?? (session.task && !session.input ? t(`tasks.${session.task}.waiting`) : '') });
      return;
    }
    // While it plays the guess changes many times a second; who listens hears it when it stands still.
    setAttribute(this.part('prediction'), 'aria-live', player.playing || trace.preview ? 'off' : 'polite');
    const said = trace.labels.length ? this.#classOf(trace) : numberOf(trace);
    if (said) this.tell(said, before(trace));
  }

  /** @param {Trace} trace @returns {Said} */
  #classOf(trace) {
    const early = trace.recurrent && !player.atEnd;
    if (trace.bidirectional && early) return this.#wait();
    const values = valuesAt(trace, early);
    const best = argmax(values);
    this.classes.show({ values, before: session.original && valuesAt(session.original, early), by: trace.probabilities ?? values });
    return { prediction: labelOf(trace.labels[best]), confidence: percent(values[best]), caption: captionOf(trace, early) };
  }

  /** A network that reads from the end, too, can say nothing before it. @returns {Said} */
  #wait() {
    this.classes.blank();
    return { prediction: '…', caption: t('result.waits') };
  }

  /** Of an input that nobody has answered yet, why not; of one that waits it is said at the entry. @param {string | null} message */
  wait(message) {
    if (!message || session.trace) return;
    if (this.refused) this.refused = message;
    this.show();
  }

  /** The pen is down, and what was said of the drawing before holds no more. */
  interrupt() {
    if (session.task === 'strokes' && network().arguments.bidirectional) this.tell(this.#wait());
  }

  /** What is known when all of a run is there. */
  finish() {
    const { trace } = session;
    const [brief, more] = trace?.likeness?.told ? unlike(trace.likeness) : ['', ''];
    setText(this.unlike.children[0], brief);
    setText(this.unlike.children[1], more);
    setHidden(this.unlike, !brief);
    this.unlike.tabIndex = more ? 0 : -1;
    const milliseconds = trace?.milliseconds?.toFixed(0);
    this.part('prediction').title = milliseconds ? t('answer.by', { network: networkName(), milliseconds }) : '';
    if (!trace || trace.milliseconds === null || trace.labels.length) {
      this.measured.replaceChildren();
      return;
    }
    if (formOf(trace) === 'series') showErrors(this.measured, trace, networkName());
    else if (session.catalogue?.examples.target) showSpread(this.measured, trace);
  }
}

/** @param {Trace | null} run */
function placeOf(run) {
  const stage = run?.stages.get('Output');
  return { layer: stage?.layer ?? null, direction: stage?.direction ?? null };
}

/** @param {Trace} trace @param {boolean} early @returns {ArrayLike<number>} */
const valuesAt = (trace, early) => (early && trace.guess(player.moment)) || trace.probabilities || [];

/** @param {Trace} trace @param {boolean} early */
function captionOf(trace, early) {
  const kind = trace.encoded?.kind;
  if (early) return t('result.so_far', { place: place(trace, player.moment) });
  if (kind === 'Points' && trace.preview && trace.of?.input !== session.input) return t('result.as_if_all');
  const truth = kind === 'Features' && !trace.recurrent && truthOf(trace);
  return truth ? t('result.truth', { label: labelOf(truth) }) : '';
}

/** @param {Trace} trace @returns {Said | null} */
function numberOf(trace) {
  if (formOf(trace) === 'series') return nextNumber(trace);
  if (!session.catalogue?.examples.target) return { prediction: String(trace.output?.[0] ?? '') };
  const truth = truthOf(trace);
  const { prediction, caption } = score(trace);
  return { prediction, caption: [caption, truth === null ? '' : t('result.truth', { label: truth })].filter(Boolean).join(' · ') };
}

/** What the network says without the changes, at the same moment; '' while there are none. @param {Trace} trace */
function before(trace) {
  const { original } = session;
  if (!original?.output) return '';
  if (!trace.labels.length) return t('result.before', { answer: numberOf(original)?.prediction ?? '' });
  const values = valuesAt(original, trace.recurrent && !player.atEnd);
  const best = argmax(values);
  return t('result.before', { answer: `${labelOf(trace.labels[best])}, ${percent(values[best])}` });
}

/** @param {HTMLElement} element */
export function mount(element) {
  const answer = new Answer(element);
  const renew = () => answer.renew();
  onTask(renew);
  onPlan(renew);
  onLanguage(renew);
  onPage((page) => page || renew());
  on('architecture', renew);
  on('changes', renew);
  on('stage', ({ kind }) => {
    if (kind !== 'Output') return;
    answer.prepare();
    answer.show();
  });
  on('end', () => {
    answer.refused = null;
    answer.show();
    answer.finish();
  });
  on('message', (message) => answer.wait(message));
  on('clear', (message) => {
    answer.refused = message;
    answer.show();
    answer.finish();
  });
  on('interrupt', () => answer.interrupt());
  onMoment(() => answer.show());
  offerWhy(find(element, '[data-why]', HTMLButtonElement));
}
