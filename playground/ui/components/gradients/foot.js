// Below a picture of gradients: the loss with its numbers, of which answer, which loss; and what the picture shows in words.

import { el } from '../dock/parts.js';
import { ask } from '../learning/lesson.js';
import { gradientsNow, isBackward, onGradients, questionNow } from '../run/backward.js';
import { argmax } from '../run/largest.js';
import { on, session } from '../run/session.js';
import { axisOf, labelOf } from '../run/time_axis.js';
import { onScreenKind, screenNow } from '../stage/screen.js';
import { withStage } from '../stage/stage.js';
import { LOSSES } from '../store/state.js';
import { onLanguage, t } from '../text/text.js';
import { significant } from '../text/numbers.js';
import { worked } from './loss.js';

const HEIGHT = { wide: 30, phone: 54 }; // px that it takes from the picture

withStage((stage) => {
  const head = el('span', 'pg-loss-head');
  const [formula, raw] = [el('output', 'pg-loss-formula'), el('span', 'pg-loss-raw')];
  const [ofWords, lossWords] = [el('span', ''), el('span', '')];
  const target = document.createElement('select');
  const number = Object.assign(document.createElement('input'), { type: 'text', inputMode: 'decimal' });
  const loss = document.createElement('select');
  const element = el('div', 'pg-loss', formula, el('label', '', ofWords, target, number), el('label', '', lossWords, loss), raw, head);
  stage.element.append(element);
  target.onchange = () => ask({ target: target.value || null });
  number.onchange = () => ask({ target: number.value.trim().replace('−', '-').replace(',', '.') || null });
  loss.onchange = () => ask({ loss: /** @type {any} */ (loss.value === loss.options[0].value ? null : loss.value) });
  const update = () => {
    const gradients = gradientsNow();
    const run = gradients ?? session.trace;
    element.hidden = !isBackward() || !run || run.preview;
    const foot = element.hidden ? 0 : screenNow().phone ? HEIGHT.phone : HEIGHT.wide;
    if (foot !== stage.foot) {
      stage.foot = foot;
      stage.later({ layout: true });
    }
    if (element.hidden || !run) return;
    element.style.left = screenNow().phone ? '' : `${besideOf(stage)}px`;
    const { labels, task } = run;
    const asked = questionNow();
    const given = asked.target === null ? '' : String(asked.target);
    target.hidden = !labels.length;
    number.hidden = Boolean(labels.length);
    ofWords.textContent = t(labels.length ? 'backward.target' : 'backward.number');
    lossWords.textContent = t('backward.loss');
    choices(target, [['', t('backward.answer', { label: answerOf(run) })], ...labels.map((label) => [label, labelOf(label, task)])], given);
    const kinds = LOSSES.filter((name) => labels.length || name === 'logit' || (name === 'mse' && given));
    choices(loss, kinds.map((name) => [name, t(`backward.losses.${name}${labels.length ? '' : '_number'}`) || t(`backward.losses.${name}`)]), asked.loss ?? kinds[0]);
    if (document.activeElement !== number) number.value = given;
    number.placeholder = t('backward.no_number');
    const words = run.recurrent ? t(`backward.head.${axisOf(run)}`) || t('backward.head.step') : t('backward.head.layer');
    const { temperature = 1 } = session.trace?.stages.get('Output') ?? {};
    raw.hidden = loss.value !== 'cross_entropy' || temperature === 1; // the others have no p
    const values = { temperature: significant(temperature, 3) };
    raw.textContent = t('backward.raw', values);
    raw.title = t('backward.raw_long', values);
    head.replaceChildren(...(stage.layout?.axis ? [] : [el('b', '', `← ${t('shows.gradients')} `), words]));
    head.title = head.textContent ?? '';
    formula.textContent = gradients ? [t('backward.name'), ...worked(gradients.loss, (label) => labelOf(label, task))].join(' = ') : t('backward.coming');
  };
  stage.add({ layout: update });
  onGradients(update);
  onScreenKind(update);
  onLanguage(update);
  on('clear', update);
  on('changes', update);
  update();
});

/** Where it begins, CSS px: where time begins, and beside the inputs that have numbers. @param {import('../stage/stage.js').Stage} stage */
function besideOf({ layout }) {
  const [first] = layout?.blocks ?? [];
  return layout?.axis?.x ?? (first?.form === 'nodes' ? first.x + first.width + 12 : 8);
}

/** @param {import('../run/trace.js').Trace} run */
function answerOf({ probabilities, labels, task }) {
  return labelOf(labels[argmax(probabilities ?? [])] ?? '', task);
}

/** @param {HTMLSelectElement} select @param {string[][]} list value, words @param {string} chosen */
function choices(select, list, chosen) {
  const now = JSON.stringify(list);
  if (select.dataset.list !== now) {
    select.replaceChildren(...list.map(([value, words]) => new Option(words, value)));
    select.dataset.list = now;
  }
  select.value = list.some(([value]) => value === chosen) ? chosen : list[0][0];
}
