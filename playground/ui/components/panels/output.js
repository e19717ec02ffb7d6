// The readout: logits and probabilities as bars.

import { argmax, bars } from '../bars.js';
import { t } from '../text.js';
import { figure, panel } from './panel.js';

export function outputPanel(stage, trace) {
  const count = trace.labels.length;
  const steps = [{ name: t('stages.output.step'), shape: String(count) }];
  const view = panel({
    name: t('stages.output.name'),
    shape: String(count),
    equation: t('stages.output.equation'),
    note: t('stages.output.note'),
    steps,
  });
  const logits = document.createElement('div');
  const probabilities = document.createElement('div');
  logits.className = probabilities.className = 'pg-bars';
  bars(logits, trace.labels, { signed: true });
  bars(probabilities, trace.labels);
  logits.setAttribute('aria-label', t('stages.output.logits'));
  probabilities.setAttribute('aria-label', t('stages.output.probabilities'));
  view.legends.remove();
  view.body.className = 'pg-output';
  view.body.append(figure(t('stages.output.logits'), logits), figure(t('stages.output.probabilities'), probabilities));
  view.last = true;
  view.draw = ({ arrays }) => {
    const best = argmax(arrays.logits.values);
    logits.update(arrays.logits.values, best);
    probabilities.update(arrays.probabilities.values, best);
  };
  return view;
}
