// The network as it was trained beside the changed one: a second panel for each stage whose values differ.
// @ts-nocheck: untyped until the next issue replaces it

import { dropCharts } from '../canvas/chart.js';
import { session } from '../run/session.js';
import { t } from '../text/text.js';

const BITS = 1000; // of the range in which values travel; what is nearer than that may be rounding

/** Whether two stages at the same place of two runs differ in kind, size or values. */
function differs(a, b) {
  if (a.kind !== b.kind || a.function !== b.function) return true;
  return Object.entries(a.arrays).some(([name, { values, scale }]) => {
    const other = b.arrays[name];
    const near = (1 + Math.max(scale, other.scale)) / BITS;
    return other.values.length !== values.length || values.some((v, i) => Math.abs(v - other.values[i]) > near);
  });
}

/** Show the original of each stage of the changed run that differs from it; make(stage, trace) makes a panel. */
export function compare({ element, panels, originals }, make) {
  const { trace, original } = session;
  const before = [...(original?.stages.values() ?? [])];
  [...trace.stages.values()].forEach((stage, k) => {
    const panel = panels.get(stage.key);
    if (!panel) return;
    if (!before[k] || !differs(stage, before[k])) {
      drop(originals, stage.key);
      side(panel, null);
      return;
    }
    if (!originals.has(stage.key)) {
      const twin = make(before[k], original);
      twin.element.classList.add('pg-original');
      twin.element.id = `original-${before[k].key.replaceAll(':', '-')}`;
      originals.set(stage.key, twin);
      panel.element.before(twin.element);
      side(twin, t('tries.original'));
    }
    side(panel, t('tries.changed'));
    const twin = originals.get(stage.key);
    twin.draw(before[k], original);
    twin.finish?.(original);
    panel.draw(stage, trace); // now that both are there they have one scale of colours
  });
  element.querySelector('.pg-stages').classList.toggle('compared', originals.size > 0);
}

function drop(originals, key) {
  const twin = originals.get(key);
  if (!twin) return;
  dropCharts(twin.element);
  twin.element.remove();
  originals.delete(key);
}

/** Say which of two panels this is. */
function side({ element }, words) {
  element.classList.toggle('half', words !== null);
  const header = element.querySelector('header');
  let tag = header.querySelector('.pg-side');
  if (words === null) {
    tag?.remove();
    return;
  }
  if (!tag) {
    tag = Object.assign(document.createElement('small'), { className: 'pg-side' });
    header.prepend(tag);
  }
  tag.textContent = words;
}
