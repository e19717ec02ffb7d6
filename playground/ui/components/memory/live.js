// The controls of a training at the chosen lag, its curve so far, and where it is, in words.

import { button, el } from '../dock/parts.js';
import { onPage } from '../pages.js';
import { significant } from '../text/numbers.js';
import { t } from '../text/text.js';
import { memory } from './state.js';
import { begin, KINDS, live, MOST_LAG, stop, TRAINABLE } from './training.js';

const CURVE = { width: 232, height: 40 };

/** What is returned draws it anew. @param {HTMLElement} element */
export function showLive(element) {
  const [title, about, said] = [el('h3', ''), el('p', 'pg-muted'), el('p', '')];
  said.setAttribute('aria-live', 'off');
  const kinds = el('div', 'pg-segmented');
  const buttons = KINDS.map((kind) => button('', () => {
    live.kind = kind;
    draw();
  }));
  kinds.append(...buttons);
  const go = button('', () => (live.running ? stop() : void begin()), 'filled');
  const curve = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  curve.setAttribute('viewBox', `0 0 ${CURVE.width} ${CURVE.height}`);
  curve.setAttribute('aria-hidden', 'true');
  element.append(title, el('div', 'pg-memory-go', kinds, go), curve, said, about);
  onPage((page) => page !== 'memory' && live.running && stop());
  const draw = () => {
    const why = !TRAINABLE.includes(memory.question.task) ? 'not_here' : memory.question.lag > MOST_LAG ? 'too_long' : null;
    title.textContent = t('memory.live.title', { lag: memory.question.lag });
    about.textContent = t(`memory.live.${why ?? 'about'}`, { most: MOST_LAG });
    about.hidden = why === null && live.moments.length > 0;
    kinds.role = 'group';
    kinds.ariaLabel = t('memory.live.kind');
    for (const [k, kind] of KINDS.entries()) {
      buttons[k].textContent = t(`memory.networks.${kind}`);
      buttons[k].setAttribute('aria-pressed', String(live.kind === kind));
    }
    go.textContent = t(live.running ? 'memory.live.stop' : 'memory.live.go');
    go.disabled = why !== null && !live.running;
    curve.innerHTML = pathOf(live.moments);
    curve.toggleAttribute('hidden', !live.moments.length);
    said.textContent = [told(), live.message].filter(Boolean).join(' ');
  };
  return draw;
}

/** Where the last training is. */
function told() {
  const last = live.moments.at(-1);
  if (!last || !live.of) return '';
  const { kind, lag, task } = live.of;
  const values = { network: t(`memory.networks.${kind}`), lag, task: t(`memory.tasks.${task}.name`), step: last.step.toLocaleString('en'), of: last.of.toLocaleString('en'), loss: significant(last.loss, 2) };
  return last.right === null ? t('memory.live.told_loss', values) : t('memory.live.told', { ...values, right: last.right.toFixed(1) });
}

/** The share of right answers, or the loss beside its largest, against updates. @param {import('./training.js').Moment[]} moments */
export function pathOf(moments) {
  const most = Math.max(...moments.map(({ loss }) => loss));
  const at = moments.map(({ step, of, loss, right }) => `${((step / of) * CURVE.width).toFixed(1)},${((1 - (right === null ? loss / most : right / 100)) * (CURVE.height - 2) + 1).toFixed(1)}`);
  return at.length ? `<polyline fill="none" stroke="currentColor" stroke-width="1.5" points="${at.join(' ')}"/>` : '';
}
