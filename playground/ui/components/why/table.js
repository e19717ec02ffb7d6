// The measurements of a table, those that did most first, each with what it did.
// @ts-nocheck: untyped until the next issue replaces it

import { significant } from '../text/numbers.js';
import { nameParts } from '../text/feature_names.js';
import { make as element } from '../panels/timed.js';
import { largest } from '../canvas/paint.js';
import { session } from '../run/session.js';
import { t } from '../text/text.js';
import { number, values as flat } from './found.js';

export function make() {
  const body = element('div', 'pg-why-table signed');
  body.setAttribute('role', 'list');
  const draw = ({ found, trace }) => {
    const values = flat(found);
    const most = largest(values);
    const { features } = session.catalogue.examples;
    const order = [...values.keys()].sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]));
    body.replaceChildren(...order.map((k) => row(nameParts(features[k].name, trace.task), given(trace.encoded.values[k], features[k]), values[k], most)));
  };
  return { element: body, draw };
}

/** A measurement with its unit, if it has one. */
const given = (value, { unit }) => `${significant(value)} ${unit && (t(`units.${unit}`) || unit)}`.trim();

function row([name, rest], measured, value, most) {
  const item = element('div', 'pg-why-row');
  item.setAttribute('role', 'listitem');
  item.innerHTML = '<span></span><small></small><div><i></i></div><b></b>';
  const [title, small, track, count] = item.children;
  title.append(name, Object.assign(element('small', ''), { textContent: rest }));
  title.title = name + rest;
  small.textContent = measured;
  const share = value / most;
  track.firstChild.style.transform = `translateX(${share < 0 ? 50 + 50 * share : 50}%) scaleX(${Math.abs(share) / 2})`;
  track.firstChild.classList.toggle('negative', value < 0);
  count.textContent = number(value, most, { sign: true });
  item.setAttribute('aria-label', `${name} ${measured}: ${count.textContent}`);
  return item;
}
