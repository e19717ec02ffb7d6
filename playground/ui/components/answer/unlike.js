// What is said of an input that is unlike what the network learnt from.

import { currentLanguage, t } from '../text/text.js';

/** What there is room for beside the answer, and what is told with it when it is pointed at. @param {import('../run/trace.js').Likeness} likeness @returns {[string, string]} */
export function unlike({ words, values }) {
  const language = values.language && nameOf(values.language);
  return [t(`familiarity.${words}`, language ? { ...values, language } : values), t(`familiarity.${words}_more`)];
}

/** A language as the page's language calls it, or its code where the browser knows no name. @param {string} code @returns {string} */
export function nameOf(code) {
  return new Intl.DisplayNames([currentLanguage()], { type: 'language' }).of(code) ?? code;
}
