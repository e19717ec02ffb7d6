// The text of a file: which code it is written in is told by its mark, or by what it cannot be.

/** @type {[string, number[]][]} */
const MARKS = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** What programs of old write where nobody tells them otherwise. @type {Record<string, string[]>} */
const OLD = { zh: ['gb18030', 'windows-1252'], en: ['windows-1252'] };

/**
 * The text of these bytes, which may end in the middle of a character.
 * @param {Uint8Array} bytes
 * @param {string} language of the reader, which tells two old codes apart
 */
export function decoded(bytes, language) {
  const code = codes(bytes, language).find((name) => isIn(name, bytes)) ?? 'utf-8';
  return new TextDecoder(code).decode(bytes, { stream: true });
}

/** The codes that these bytes may be in, the likeliest first. @param {Uint8Array} bytes @param {string} language */
function codes(bytes, language) {
  const marked = MARKS.find(([, mark]) => mark.every((byte, k) => bytes[k] === byte));
  if (marked) return [marked[0]];
  const zero = bytes.indexOf(0); // only UTF-16 has any, beside each letter and digit of a table
  if (zero >= 0) return [zero % 2 ? 'utf-16le' : 'utf-16be'];
  return ['utf-8', ...OLD[language]];
}

/** @param {string} code @param {Uint8Array} bytes */
function isIn(code, bytes) {
  try {
    new TextDecoder(code, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
