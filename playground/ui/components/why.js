// The button "Why this answer?": it opens the attribution over the input, with its methods and what they say in the dock.

import { closeTool, isOpen, openInDock } from './dock/tool.js';
import { plainFacts } from './network/picker.js';
import { on, session } from './run/session.js';
import { onLanguage, t } from './text/text.js';

const NAME = 'why';

/** @param {HTMLButtonElement} button */
export function offerWhy(button) {
  const mark = () => {
    button.disabled = !session.trace?.output;
    button.setAttribute('aria-pressed', String(isOpen(NAME)));
    if (session.task) button.title = plainFacts();
  };
  button.onclick = async () => {
    await openInDock(NAME, async (place) => {
      const { openWhy } = await import('./why/tool.js');
      const end = await openWhy(place);
      return () => {
        end();
        requestAnimationFrame(mark);
      };
    }, { title: t('result.attribute') });
    mark();
  };
  for (const event of /** @type {const} */ (['end', 'clear', 'task', 'architecture'])) on(event, mark);
  on('clear', () => isOpen(NAME) && closeTool());
  onLanguage(mark);
}
