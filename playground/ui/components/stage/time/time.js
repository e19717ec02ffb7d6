// Everything that stands over a picture in time: numbers, labels, cursor, veil, marks, the overview of a long sequence.

import { onLanguage } from '../../text/text.js';
import { onMoment, player } from '../../playback/player.js';
import { onView, reveal } from '../../playback/view.js';
import { session } from '../../run/session.js';
import { onSelection } from '../selecting.js';
import { wireBrush, showRange } from './brush.js';
import { Cursor } from './cursor.js';
import { writeHead } from './head.js';
import { writeLabels, writeNumbers } from './labels.js';
import { markUnit } from './marks.js';
import { Overview } from './overview.js';
import { drawWayOut } from './way_out.js';

/** @typedef {import('../stage.js').Stage} Stage */
/** @typedef {import('../layout/timed.js').Axis} Axis */

/** The axis of what is drawn, if it is drawn in time. @param {Stage} stage @returns {Axis | null} */
const axisOf = (stage) => stage.layout?.axis ?? null;

/** @param {Stage} stage */
export function mountTime(stage) {
  const element = Object.assign(document.createElement('div'), { className: 'pg-time', hidden: true });
  const fixed = Object.assign(document.createElement('div'), { className: 'pg-time-fixed' });
  const marks = Object.assign(document.createElement('div'), { className: 'pg-time-marks' });
  element.append(fixed, marks);
  stage.element.append(element);
  const cursor = new Cursor(element, stage);
  const overview = new Overview(element, stage);
  let written = '';
  const arrange = () => {
    const axis = axisOf(stage);
    element.hidden = !axis;
    if (!axis || !stage.run) return;
    const now = JSON.stringify([axis, stage.run.task, stage.run.architecture, stage.run.of?.changes ?? null, Boolean(stage.run.forward)]);
    if (now !== written) {
      fixed.replaceChildren();
      writeNumbers(fixed, axis, stage);
      writeLabels(fixed, axis, stage);
      cursor.arrange(axis);
      written = now;
    }
    overview.arrange(axis);
  };
  const update = () => {
    const axis = axisOf(stage);
    if (!axis || !stage.run) return;
    cursor.move();
    overview.move();
  };
  const mark = () => {
    const axis = axisOf(stage);
    if (!axis || !stage.run) return;
    writeHead(fixed, axis, stage);
    marks.replaceChildren();
    markUnit(marks, axis, stage);
    showRange(marks, axis);
    drawWayOut(marks, axis, stage);
  };
  let marked = '';
  stage.add({
    layout: arrange,
    run: () => {
      update();
      const { run } = stage;
      // A step of the cursor must cost no more than the cursor.
      const now = run ? [run.steps, run.milliseconds, stage.signature, Boolean(run.forward)].join() : '';
      if (marked !== now || seen !== run) mark();
      [marked, seen] = [now, run];
    },
  });
  /** @type {import('../../run/trace.js').Trace | null} */
  let seen = null;
  const again = () => {
    marked = '';
    stage.later({ layout: axisOf(stage)?.groups.some(({ canClose }) => canClose) });
  };
  onSelection(again);
  onView(again);
  onLanguage(() => {
    written = marked = '';
    stage.later({ layout: true });
  });
  wireBrush(stage);
}

// The shown step is in sight, whichever part of the page went there.
onMoment(() => {
  const { trace } = session;
  if (trace?.recurrent && trace.steps && !trace.preview) reveal(trace, Math.min(player.moment, trace.steps - 1));
});
