// What quantities and stages are called: by the texts of the page where they have a word for it, else as they are declared.

import { t } from '../text/text.js';
import { activationOf } from './session.js';

/** @typedef {import('./trace.js').Stage} Stage */
/** @typedef {import('./trace.js').Trace} Trace */

/** @param {Trace | null} trace */
function activationWords(trace) {
  const f = trace ? activationOf(trace) : 'relu';
  return { function: t(`functions.${f}`), name: t(`function_names.${f}`) };
}

/** @param {string} quantity @param {Stage | undefined} stage @param {Trace | null} trace */
export function quantityName(quantity, stage, trace) {
  const symbol = stage?.declared?.quantities[quantity]?.symbol ?? '';
  const own = t(`quantities.${quantity}.name_${wordOf(stage?.kind ?? '')}`, { symbol });
  return own || t(`quantities.${quantity}.name`, { symbol, ...activationWords(trace) }) || [quantity.replaceAll('_', ' '), symbol].filter(Boolean).join(' ');
}

/** @param {string} quantity @param {Stage} stage @param {Trace | null} trace */
export function quantityEquation(quantity, stage, trace) {
  return t(`quantities.${quantity}.equation`, activationWords(trace)) || (stage.declared?.quantities[quantity]?.equation ?? '');
}

/** "LSTMStep" is "lstm" in the texts. @param {string} kind */
const wordOf = (kind) => kind.replace(/Step$/, '').toLowerCase();

/** "LSTM layer 1 · backwards". @param {Stage} stage @param {Trace} trace */
function timedTitle(stage, trace) {
  const layer = (stage.layer ?? 0) + 1;
  const way = stage.direction ? 'backward' : trace.bidirectional ? 'forward' : 'only';
  const name = t(`stages.steps.${wordOf(stage.kind)}`, { layer }) || t('stages.steps.any', { kind: stage.kind.replace(/Step$/, ''), layer });
  return [name, t(`stages.steps.${way}`)].filter(Boolean).join(' · ');
}

/** What is to be known of a layer through time, '' if nothing is. @param {Stage} stage */
export const timedNote = (stage) => t(`stages.steps.${wordOf(stage.kind)}_note`) || t('stages.steps.any_note');

/** What a stage is called, as the heading of its panel. @param {Stage} stage @param {Trace} trace */
export function stageTitle(stage, trace) {
  if (stage.kind === 'StepOutput') return t('time.guess');
  if (stage.declared?.timed) return timedTitle(stage, trace);
  const isNumber = stage.kind === 'Output' && !trace.labels.length;
  return t(`stages.${textName(stage)}.${isNumber ? 'name_number' : 'name'}`, { layer: (stage.layer ?? 0) + 1 }) || plainTitle(stage);
}

/** The same where there is little room. @param {Stage} stage @param {Trace} trace */
export const shortTitle = (stage, trace) => t(`stages.${textName(stage)}.short`, { layer: (stage.layer ?? 0) + 1 }) || stageTitle(stage, trace);

/** Of which stages one was made that has several sources, as after a way round; '' of others. @param {Stage} stage @param {Trace} trace */
export function sourcesOf(stage, trace) {
  const sources = stage.inputs.map((key) => trace.stages.get(key)).filter((source) => source !== undefined);
  if (stage.declared?.timed || sources.length < 2) return '';
  return t('notices.made_of', { names: sources.map((source) => stageTitle(source, trace)).join(', ') });
}

/** What a stage of a kind that the texts have no word for is called: its kind, and the module that made it. @param {Stage} stage */
const plainTitle = ({ kind, module }) => [kind, module].filter(Boolean).join(' · ');

/** "MaxPooling" is "max_pooling" in the texts, and an activation by itself is called as its function. @param {Stage} stage */
export const textName = ({ kind, function: name, declared }) => (!declared?.quantities.pre_activation && name) || kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
