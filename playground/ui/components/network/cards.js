// The cards under the network's head that are opened when wanted: changes, weight sharing; and why, at the end.
// @ts-nocheck: untyped until the next issue replaces it

import { on, onTask, session } from '../run/session.js';
import { lazy } from '../loading/lazy.js';
import { whileWanted } from '../loading/wanted.js';
import { needStyle } from '../loading/styles.js';
import { needTexts } from '../text/text.js';

const CARDS = ['changes', 'sharing'];
const PANELS_COME = 1000; // milliseconds
const ONLY = { sharing: 'digits' };

/** Each card's module is loaded when it is first opened. */
export function tries(element) {
  const find = (selector) => element.querySelector(selector);
  const place = (name) => find(`[data-place=${name}]`);
  const mount = Object.fromEntries(CARDS.map((name) => [name, lazy(async () => (await import(`../${name}.js`)).mount(place(name)))]));
  const open = async (name, wanted) => {
    find(`[data-open=${name}]`).setAttribute('aria-expanded', wanted);
    place(name).hidden = !wanted;
    if (wanted) await whileWanted(name, mount[name], () => !place(name).hidden);
  };
  for (const name of CARDS) {
    const button = find(`[data-open=${name}]`);
    button.onclick = () => open(name, button.getAttribute('aria-expanded') !== 'true');
  }
  onTask((task) => {
    for (const [name, only] of Object.entries(ONLY)) {
      find(`[data-open=${name}]`).hidden = task !== only;
      if (task !== only) open(name, false);
    }
  });
  document.addEventListener('pg-edit', async () => {
    await open('changes', true);
    find('[data-change=kernels]').scrollIntoView({ behavior: 'smooth', block: 'center' });
  });
  whenChanged(find('.pg-changed'), () => open('changes', true));
  const why = find('[data-place=why]');
  find('[data-open=why]').onclick = () => why.scrollIntoView({ behavior: 'smooth', block: 'start' });
  const loadWhy = lazy(async () => (await import('../why.js')).mount(why));
  let isNear = false;
  const near = new IntersectionObserver(async (entries) => {
    isNear = entries.at(-1).isIntersecting;
    if (isNear && (await whileWanted('why', async () => (await loadWhy(), true), () => isNear))) near.disconnect();
  }, { rootMargin: '400px' });
  // Until the panels above its place are there, some of which are loaded first, it would be near.
  let begun = false;
  on('end', () => {
    if (!begun) setTimeout(() => near.observe(why), PANELS_COME);
    begun = true;
  });
}

/** The bar that says what is changed comes with the first change. */
function whenChanged(bar, first) {
  let begun = false;
  const loadBar = async () => {
    await Promise.all([needTexts('changes'), needStyle('changes')]);
    (await import('../changes/bar.js')).showBar(bar);
  };
  const begin = async () => {
    if (begun || !session.changes) return;
    begun = true;
    await whileWanted('changes_bar', loadBar, () => true);
    if (Object.keys(session.changes ?? {}).some((name) => name !== 'move')) first();
  };
  on('changes', begin);
  begin();
}
