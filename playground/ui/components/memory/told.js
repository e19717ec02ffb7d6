// What was measured, in sentences, and the command that made the networks.

import { el } from '../dock/parts.js';
import { t } from '../text/text.js';
import { sentencesOf } from './sentences.js';
import { memory } from './state.js';

/** What is returned writes it anew. @param {HTMLElement} element */
export function showMeasured(element) {
  const [title, list, command] = [el('h3', ''), el('ul', ''), el('code', '')];
  element.append(title, list, command);
  return () => {
    const { answer, of } = memory;
    title.textContent = t('memory.measured.title');
    if (!answer || !of) return;
    list.replaceChildren(...sentencesOf(answer, of, t).map((sentence) => el('li', '', sentence)));
    command.textContent = of.weights === 'all' ? `python -m playground.train ${of.task}` : t('memory.trained_with', { task: of.task });
  };
}
