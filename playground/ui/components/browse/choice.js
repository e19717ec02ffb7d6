// Which test data are shown: all that a network gets wrong, all on which two differ, all, or those of a cell of the matrix.

/**
 * @typedef {{kind: 'wrong'} | {kind: 'unsure'} | {kind: 'differ', other: string | null} | {kind: 'cell', truth: number, answer: number}} Choice
 * `other`: the name of the second network, null for any.
 */
/** What a network says of each input: the place of its answer among the labels, and how probable it is. @typedef {{answers: number[], certainty: number[]}} Answers */

/** The choice that the address has; of what it has not, or what is none, all that is wrong. @param {string | null} text @returns {Choice} */
export function readChoice(text) {
  const [kind, ...rest] = (text ?? 'wrong').split('.');
  if (kind === 'unsure') return { kind };
  if (kind === 'differ') return { kind, other: rest.join('.') || null };
  const [truth, answer] = rest.map(Number);
  return kind === 'cell' && rest.length === 2 && truth >= 0 && answer >= 0 ? { kind, truth, answer } : { kind: 'wrong' };
}

/** The same, or all that is wrong if it is a cell that so many labels have not. @param {Choice} choice @param {number} labels @returns {Choice} */
export const among = (choice, labels) => (choice.kind === 'cell' && Math.max(choice.truth, choice.answer) >= labels ? { kind: 'wrong' } : choice);

/** What the address says of it; null of the first one. @param {Choice} choice */
export function writeChoice(choice) {
  if (choice.kind === 'wrong') return null;
  if (choice.kind === 'cell') return `cell.${choice.truth}.${choice.answer}`;
  return choice.kind === 'differ' && choice.other !== null ? `differ.${choice.other}` : choice.kind;
}

/**
 * The places of the inputs that are shown, in their order: of what is right the least sure first, of errors the surest.
 * @param {Choice} choice
 * @param {number[]} truth the place of each input's label
 * @param {Answers} one
 * @param {Answers | null} other of the second network
 */
export function placesOf(choice, truth, one, other) {
  const isShown = test(choice, truth, one, other);
  const places = truth.map((_, k) => k).filter(isShown);
  const surestFirst = choice.kind === 'wrong' || (choice.kind === 'cell' && choice.truth !== choice.answer);
  return places.sort((a, b) => (one.certainty[a] - one.certainty[b]) * (surestFirst ? -1 : 1) || a - b);
}

/** @param {Choice} choice @param {number[]} truth @param {Answers} one @param {Answers | null} other @returns {(k: number) => boolean} */
function test(choice, truth, one, other) {
  if (choice.kind === 'wrong') return (k) => one.answers[k] !== truth[k];
  if (choice.kind === 'differ') return (k) => other !== null && one.answers[k] !== other.answers[k];
  if (choice.kind === 'cell') return (k) => truth[k] === choice.truth && one.answers[k] === choice.answer;
  return () => true;
}

/** How dark a cell is, 0..1: by the logarithm of its number, so that one error can be seen beside hundreds. @param {number} count @param {number} most */
export const shadeOf = (count, most) => (most > 0 ? Math.log1p(count) / Math.log1p(most) : 0);

/**
 * The cell that an arrow key leads to: the next one in that direction that has a number, where there is one.
 * @param {number[][]} confusion
 * @param {[number, number]} at row and column
 * @param {[number, number]} way down and across
 * @returns {[number, number]}
 */
export function nextCell(confusion, [row, column], [down, across]) {
  const size = confusion.length;
  for (let [r, c] = [row + down, column + across]; r >= 0 && c >= 0 && r < size && c < size; [r, c] = [r + down, c + across]) {
    if (confusion[r][c]) return [r, c];
  }
  return [row, column];
}
