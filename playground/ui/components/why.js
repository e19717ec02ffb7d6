// The button "Why this answer?": it opens the attribution over the input, with its methods and what they say in the dock.

import { needModule } from './loading/wanted.js';
import { closeTool, openInDock } from './dock/tool.js';
import { plainFacts } from './network/picker.js';
import { on, session } from './run/session.js';
import { onScreenKind, screenNow } from './stage/screen.js';
import { onLanguage, t } from './text/text.js';

const NAME = 'why';

/** @param {HTMLButtonElement} button */
export function offerWhy(button) {
  let isOpen = false;
  const mark = () => {
    button.disabled = !session.trace?.output;
    button.setAttribute('aria-pressed', String(isOpen));
    const { phone, short } = screenNow();
    const isTight = phone || (short && button.closest('.pg-answer')?.getAttribute('data-form') === 'rows');
    button.textContent = t(isTight ? 'result.attribute_short' : 'result.attribute');
    button.setAttribute('aria-label', t('result.attribute'));
    button.title = session.task ? plainFacts() : '';
  };
  button.onclick = async () => {
    const { openWhy } = await needModule(() => import('./why/tool.js'));
    await openInDock(NAME, async (place) => {
      const end = await openWhy(place);
      isOpen = true;
      mark();
      return () => {
        end();
        isOpen = false;
        mark();
      };
    }, { title: t('result.attribute') });
  };
  for (const event of /** @type {const} */ (['end', 'clear', 'task', 'architecture'])) on(event, mark);
  on('clear', () => isOpen && closeTool());
  onScreenKind(mark);
  onLanguage(mark);
}
