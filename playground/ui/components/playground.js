// The playground: header, input, the picture of the network, answer and dock, all on one screen.

import { mount as mountAnswer } from './answer.js';
import { find } from './dom/find.js';
import { mount as mountDock } from './dock/dock.js';
import { mount as mountSheet } from './dock/sheet.js';
import { mount as mountGuide } from './guide/guide.js';
import { mount as mountHeader } from './header.js';
import { mount as mountInput } from './input.js';
import { onScreen } from './stage/screen.js';
import { mount as mountStage } from './stage/stage.js';
import './stage/edges/drawing.js';
import './stage/time/time.js';

/** @param {HTMLElement} element */
export function mount(element) {
  const app = find(element, '.pg-app', HTMLElement);
  onScreen(app);
  mountHeader(find(app, '.pg-header', HTMLElement));
  mountGuide(find(app, '.pg-guide', HTMLElement));
  mountInput(find(app, '.pg-input', HTMLElement));
  mountStage(find(app, '.pg-stage', HTMLElement));
  mountAnswer(find(app, '.pg-answer', HTMLElement));
  mountDock(find(app, '.pg-dock', HTMLElement));
  mountSheet(app);
}
