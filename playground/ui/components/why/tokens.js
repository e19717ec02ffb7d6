// A text in the colours of what each of its letters or words did, and of a long one a bar for each.
// @ts-nocheck: untyped until the next issue replaces it

import { place } from '../run/time_axis.js';
import { goTo, go, make as element } from '../panels/timed.js';
import { colour, colours, largest } from '../canvas/paint.js';
import { theme } from '../canvas/theme.js';
import { session } from '../run/session.js';
import { t } from '../text/text.js';
import { isLong, span } from '../playback/view.js';
import { columns } from './columns.js';
import { number, values as flat } from './found.js';

const FAR = { light: 0.62, dark: 0.5 }; // of the scale

export function make() {
  const body = element('div', 'pg-why-text');
  const list = element('div', 'pg-read words');
  list.setAttribute('role', 'list');
  const bars = columns();
  body.append(bars.element, list);
  const draw = ({ found, trace }) => {
    const values = flat(found);
    const most = largest(values);
    const { from, count } = span(trace);
    const { tokens, known } = trace.encoded;
    list.classList.toggle('letters', trace.task === 'names');
    const shown = tokens.slice(from, from + count).map((token, k) => {
      const item = chip(token, values[from + k], most, place(trace, from + k));
      item.classList.toggle('unknown', known?.[from + k] === false);
      item.onclick = () => session.trace === trace && goTo(from + k);
      return item;
    });
    list.replaceChildren(...shown);
    bars.element.hidden = !isLong(trace);
    if (bars.element.hidden) return;
    bars.element.setAttribute('aria-label', t('why.title'));
    bars.draw(values, { most, describe: (step) => place(trace, step), act: go(0, goTo) });
  };
  return { element: body, draw, follows: true };
}

function chip(token, value, most, where) {
  const item = element('button', '');
  item.type = 'button';
  item.setAttribute('role', 'listitem');
  item.textContent = token === ' ' ? '␣' : token;
  item.style.background = colour(colours('signed'), 'signed', value, most);
  // The ends of the scale are far from the ground of the page, so words on them have its colour.
  item.classList.toggle('far', Math.abs(value) > FAR[theme()] * most);
  const words = number(value, most, { sign: true });
  item.append(Object.assign(element('small', ''), { textContent: words }));
  item.title = `${where} · ${words}`;
  item.setAttribute('aria-label', item.title);
  return item;
}
