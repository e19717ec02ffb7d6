// A bar for each value about a zero line, in columns or in rows; each can be read under the pointer or with arrow keys.
// @ts-nocheck: untyped until the next issue replaces it

import { pixels } from '../panels/panel.js';
import { number } from './found.js';

const GAP = 3; // CSS pixels a bar must have before there is space between bars

/**
 * {element, draw(values, {most, describe(k), details(k), act})}: `most` is as far as a bar goes. `rows`: one under
 * another, from the top; else columns from the left.
 */
export function columns({ rows = false } = {}) {
  const element = pixels({ focus: true });
  element.className = rows ? 'pg-why-rows' : 'pg-why-columns';
  element.setAttribute('role', 'img');
  let shown = null;
  const paint = () => shown && element.clientWidth && sketch(element, shown, rows);
  const draw = (values, { most, describe, details, act }) => {
    shown = { values, most };
    const at = (x, y) => (rows ? y : x);
    element.cells = {
      values, most, range: most, scale: 'signed', act,
      width: rows ? 1 : values.length,
      height: rows ? values.length : 1,
      index: at,
      describe: (x, y) => describe(at(x, y)),
      details: details && ((x, y) => details(at(x, y))),
    };
    paint();
  };
  new ResizeObserver(paint).observe(element);
  return { element, draw };
}

function sketch(canvas, { values, most }, rows) {
  const scale = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  const [along, across] = rows ? [height, width] : [width, height];
  const box = (a, b, from, to) => (rows ? context.fillRect(from, a, to - from, b - a) : context.fillRect(a, from, b - a, to - from));
  const middle = across / 2;
  const each = along / values.length;
  const gap = each > GAP * scale ? each * 0.15 : 0;
  values.forEach((value, k) => {
    context.fillStyle = style.getPropertyValue(value < 0 ? '--pg-negative' : '--pg-positive');
    const size = (value / most) * (middle - scale);
    const end = rows ? middle + size : middle - size;
    // No bar is so thin that it is lost, unless there are more of them than pixels.
    box(k * each + gap, Math.max((k + 1) * each - gap, k * each + gap + Math.min(each, scale)), Math.min(middle, end), Math.max(middle, end));
  });
  context.fillStyle = style.getPropertyValue('--pg-line');
  box(0, along, middle - scale / 2, middle + scale / 2);
  context.fillStyle = style.color;
  context.font = `${11 * scale}px system-ui, sans-serif`;
  [most, -most].forEach((end, k) => {
    const words = number(end, most, { sign: true });
    const wide = context.measureText(words).width + 4 * scale;
    if (rows && 2 * wide < width) context.fillText(words, k ? 4 * scale : width - wide, height - 5 * scale);
    if (!rows) context.fillText(words, 4 * scale, k ? height - 4 * scale : 12 * scale);
  });
}
