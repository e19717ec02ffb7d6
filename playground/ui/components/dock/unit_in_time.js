// One unit over all steps: small curves of its gates and of its states, with the step that is shown.

import { placeIn } from '../dom/zoom.js';
import { axisTitle } from '../run/time_axis.js';
import { t } from '../text/text.js';
import { svg } from './cell/svg.js';
import { apart, chartsOf, pathOf, xOf, yOf } from './time_curves.js';

/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** What is drawn. @typedef {{stage: Stage, unit: number, run: Trace, first: string | null, was: Stage | null}} Of `first`: the gate on the line that is kept; `was`: the same without changes */
/** @typedef {{line: SVGElement, dots: {element: SVGElement, array: import('../run/trace.js').Values, chart: import('./time_curves.js').Chart, field: import('./time_curves.js').Field}[], field: import('./time_curves.js').Field}} Cursor */

export class UnitInTime {
  /** @param {HTMLElement} element @param {(t: number) => void} go when a step is pointed out */
  constructor(element, go) {
    this.element = element;
    /** @type {Of | null} */
    this.of = null;
    /** @type {Cursor[]} */
    this.cursors = [];
    const pick = (/** @type {PointerEvent} */ event) => {
      if (!this.of || !this.cursors.length || !(event.buttons & 1)) return;
      const [x] = placeIn(this.element, event);
      const { field } = this.cursors.reduce((a, b) => (x >= b.field.left - 12 ? b : a));
      const share = (x - field.left) / field.width;
      go(Math.max(0, Math.min(field.count - 1, Math.round(share * (field.count - 1)))));
    };
    element.addEventListener('pointerdown', pick);
    element.addEventListener('pointermove', pick);
  }

  /** @param {Of} of @param {{width: number, height: number, beside: boolean}} size */
  draw(of, { width, height, beside }) {
    this.of = of;
    this.cursors = [];
    const charts = chartsOf(of.stage, of.unit, of.first, of.was);
    const figure = svg('svg', { class: 'pg-curves', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': t('cell.curves', { unit: of.unit + 1 }) });
    const [across, down] = beside ? [charts.length, 1] : [1, charts.length];
    const room = { width: width / across, height: (height - (beside ? 6 : 22)) / down };
    for (const [k, chart] of charts.entries()) {
      const [column, row] = beside ? [k, 0] : [0, k];
      const field = { left: column * room.width + 32, top: row * room.height + 7, width: room.width - 56, height: room.height - 15, count: of.run.steps };
      this.#chart(figure, chart, field, of);
    }
    if (!beside) figure.append(svg('text', { class: 'pg-axis', x: width / 2, y: height - 5, 'text-anchor': 'middle' }, [axisTitle(of.run)]));
    this.element.replaceChildren(figure);
  }

  /** @param {SVGElement} figure @param {import('./time_curves.js').Chart} chart @param {import('./time_curves.js').Field} field @param {Of} of */
  #chart(figure, chart, field, { stage, unit, was }) {
    const { left, top, width, height } = field;
    const far = (/** @type {number} */ mark) => Math.abs(yOf(field, chart, mark) - yOf(field, chart, 0)) >= 13;
    const marks = [0, ...[chart.low, chart.high].filter(far)];
    figure.append(svg('path', { class: 'pg-frame', d: `M${left} ${top}v${height}h${width}` }));
    for (const mark of marks) {
      const y = yOf(field, chart, mark);
      if (mark === 0 && chart.low < 0) figure.append(svg('path', { class: 'pg-grid', d: `M${left} ${y}h${width}` }));
      figure.append(svg('path', { class: 'pg-frame', d: `M${left - 4} ${y}h4` }), svg('text', { class: 'pg-axis', x: left - 7, y: y + 4, 'text-anchor': 'end' }, [String(mark).replace('-', '−')]));
    }
    const line = svg('path', { class: 'pg-now' });
    const last = Math.max(0, Math.min(field.count, stage.filled) - 1);
    const ends = chart.curves.map(({ quantity }) => yOf(field, chart, stage.arrays[quantity].values[last * stage.arrays[quantity].size + unit]));
    const places = apart(ends, 14, top + 4, top + height + 4);
    for (const { quantity } of was ? chart.curves : []) {
      const array = was?.arrays[quantity];
      if (was && array) figure.append(svg('path', { class: 'pg-curve was', d: pathOf(field, chart, array, unit, was.filled) }));
    }
    const dots = chart.curves.map(({ quantity, symbol, stroke }, k) => {
      const array = stage.arrays[quantity];
      figure.append(
        svg('path', { class: `pg-curve ${stroke}`, d: pathOf(field, chart, array, unit, stage.filled) }),
        svg('text', { class: `pg-symbol ${stroke}`, x: left + width + 8, y: places[k] + 4 }, [symbol]),
      );
      return { element: svg('circle', { class: 'pg-step', r: 3.5 }), array, chart, field };
    });
    figure.append(line, ...dots.map(({ element }) => element));
    this.cursors.push({ line, dots, field });
  }

  /** The step that is shown. @param {number} moment */
  seek(moment) {
    if (!this.of) return;
    const { unit, stage } = this.of;
    const at = Math.max(0, Math.min(moment, stage.filled - 1));
    for (const { line, dots, field } of this.cursors) {
      const x = xOf(field, at);
      line.setAttribute('d', `M${x} ${field.top - 4}v${field.height + 8}`);
      for (const { element, array, chart } of dots) {
        element.setAttribute('cx', String(x));
        element.setAttribute('cy', String(yOf(field, chart, array.values[at * array.size + unit])));
      }
    }
  }
}
