// How the server has read a pasted text, as a proposal under the field: each part of it can be changed by a click.

import { t } from '../text/text.js';
import { columnChoices, gapWords, isAboutAWord, markChoices, numbersOf } from './reading_words.js';

/** @typedef {import('./reading_words.js').Told} Told */
/** @typedef {import('./reading_words.js').Choices} Choices */

/**
 * `show` what was read of a text, null for none; `refuse` the words with which the server has refused it.
 * @param {HTMLElement} element
 * @param {(patch: Choices) => void} choose what is chosen, beside what was chosen before; null takes one back
 */
export function proposal(element, choose) {
  /** @param {...HTMLElement} parts */
  const add = (...parts) => element.append(...parts);
  return {
    /** @param {Told | null} told @param {string} text */
    show(told, text) {
      element.replaceChildren();
      if (!told) return;
      const columns = columnChoices(told, text, t);
      if (columns.length > 1) add(menu('column', columns, (value) => choose(JSON.parse(value))));
      const marks = markChoices(told, text);
      if (marks.length) add(menu('marks', marks, (value) => choose(JSON.parse(value))));
      if (text.trim().includes('\n') || told.heading) add(toggle('heading', told.heading, () => choose({ heading: !told.heading })));
      if (told.skipped_count) add(list('skipped', told.skipped_count, told.skipped.map(([line, words, why]) => `${line}: ${words} (${t(`reading.why.${why}`)})`)));
      if (told.gaps_count) {
        const options = ['leave out', 'fill in'].map((value) => ({ value, label: t(`reading.gaps.${value.replace(' ', '_')}`), chosen: told.filled === (value === 'fill in') }));
        add(list('gaps', told.gaps_count, told.gaps.map((gap) => gapWords(gap, t))), menu('gaps', options, (gaps) => choose({ gaps })));
      }
      for (const other of told.others) add(button(t('reading.other', { first: numbersOf(other.first) }), () => choose(other.choices)));
    },
    /** @param {string | null} words @param {Choices} choices */
    refuse(words, choices) {
      element.replaceChildren();
      if (!words) return;
      const templates = ['not_a_number', 'other_marks'].map((code) => t(`errors.${code}`, { word: '{word}', line: '{line}', entry: '{entry}' }));
      if (templates.some((template) => isAboutAWord(words, template)) && !choices.gaps) {
        for (const gaps of ['leave out', 'fill in']) add(button(t(`reading.${gaps.replace(' ', '_')}`), () => choose({ gaps })));
      }
      if (Object.keys(choices).length) {
        const none = Object.fromEntries(Object.keys(choices).map((key) => [key, null]));
        add(button(t('reading.anew'), () => choose(none)));
      }
    },
  };
}

/** @param {string} name @param {{value: string, label: string, chosen: boolean}[]} options @param {(value: string) => void} pick */
function menu(name, options, pick) {
  const select = document.createElement('select');
  select.dataset.reading = name;
  select.setAttribute('aria-label', t(`reading.labels.${name}`));
  select.title = t(`reading.labels.${name}`);
  select.append(...options.map(({ value, label, chosen }) => new Option(label, value, chosen, chosen)));
  select.onchange = () => pick(select.value);
  return select;
}

/** @param {string} name @param {boolean} on @param {() => void} turn */
function toggle(name, on, turn) {
  const made = button(t(`reading.labels.${name}`), turn);
  made.dataset.reading = name;
  made.setAttribute('aria-pressed', String(on));
  return made;
}

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = words;
  made.onclick = act;
  return made;
}

/** A count that opens to its lines. @param {string} name @param {number} count @param {string[]} lines */
function list(name, count, lines) {
  const details = document.createElement('details');
  details.dataset.reading = name;
  details.innerHTML = '<summary></summary><ul></ul>';
  const [summary, items] = details.children;
  summary.textContent = t(`reading.${name}_${count === 1 ? 'one' : 'many'}`, { count });
  if (count > lines.length) lines = [...lines, '\u2026'];
  items.append(...lines.map((words) => Object.assign(document.createElement('li'), { textContent: words })));
  return details;
}
