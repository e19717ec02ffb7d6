// One panel of the page alone, for a frame in another page: which is seen, and below it a line with the way to the whole page.

import { needModule } from '../loading/wanted.js';
import { setZoom } from '../dom/zoom.js';
import { FIRST } from '../guide/opened.js';
import { needStyle } from '../loading/styles.js';
import { on } from '../run/session.js';
import { PAGES } from '../store/state.js';
import { needTexts, onLanguage, t } from '../text/text.js';

/** @typedef {import('../store/state.js').State} State */

const LEAST = { width: 390, height: 230 }; // CSS px; in a smaller frame a panel is drawn smaller
const SMALLEST = 0.7; // times, so that the smallest type, 12 px, can still be read; then it is scrolled

/** What all panels need. @param {() => Promise<void>} arrive makes the page what its address says */
export async function begin(arrive) {
  await Promise.all([needStyle('embed'), needTexts('embed')]);
  document.body.append(lineBelow());
  window.addEventListener('resize', fit);
  window.dispatchEvent(new Event('resize')); // a panel has other room than the page
  if (window.parent !== window) (await needModule(() => import('./messages.js'))).listen(window.parent, arrive);
}

/** The page, and the section of the guide, that a panel is of, whatever else the address names. @param {Pick<State, 'embed' | 'page' | 'guide'>} asked @returns {Pick<State, 'page' | 'guide'>} */
export function placeOf({ embed, page, guide }) {
  document.body.dataset.embed = embed ?? ''; // for the style sheet
  const lab = page && PAGES.includes(page) ? page : 'lab';
  return { page: embed === 'lab' ? lab : null, guide: embed === 'exercise' ? (guide ?? FIRST) : null };
}

function fit() {
  const app = document.getElementById('pg-app');
  const factor = Math.max(SMALLEST, Math.min(1, window.innerWidth / LEAST.width, window.innerHeight / LEAST.height));
  document.body.style.setProperty('--pg-zoom', String(factor));
  if (app) setZoom(app, factor);
}

/** What the page has to say while nothing else of it is seen, and the same state in a window of its own. */
function lineBelow() {
  const line = Object.assign(document.createElement('div'), { className: 'pg-embed-line' });
  const said = Object.assign(document.createElement('p'), { role: 'status' });
  const whole = Object.assign(document.createElement('a'), { target: '_blank', rel: 'noopener' });
  const aim = () => {
    const here = new URL(location.href);
    here.searchParams.delete('embed');
    whole.href = here.href;
  };
  for (const event of ['pointerenter', 'focus', 'click']) whole.addEventListener(event, aim); // the address has changed meanwhile
  aim();
  on('message', (message) => (said.textContent = message));
  onLanguage(() => (whole.textContent = t('embed.whole')));
  line.append(said, whole);
  return line;
}
