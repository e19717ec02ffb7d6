// Numbers as bits, and bits as the characters that stand in an address as they are (base64url).

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = new Map([...CHARACTERS].map((character, code) => [character, code]));
const WIDTH = 6; // bits of a character
const ALL = 4096; // check sums
const STEEPEST = 12; // low bits of a Rice code

/** Two characters by which a text that was cut or mistyped is known. @param {string} text */
function checkOf(text) {
  let sum = text.length;
  for (let k = 0; k < text.length; k++) sum = (sum * 33 + text.charCodeAt(k)) % ALL;
  return CHARACTERS[sum >> WIDTH] + CHARACTERS[sum % 64];
}

/** How many of the low bits of a number are written as they are, when numbers have been of such a size of late. @param {number} mean */
const lowBits = (mean) => Math.max(0, Math.min(STEEPEST, Math.floor(Math.log2(mean + 0.5))));

/** The mean size of the numbers that were written last, which says how the next one is. */
class Size {
  mean = 8;

  /** @param {number} size */
  see(size) {
    this.mean += (size - this.mean) / 8;
  }
}

export class BitWriter {
  /** @type {number[]} */
  #bits = [];
  #size = new Size();

  /** A number of so many bits. @param {number} value @param {number} count */
  put(value, count) {
    for (let k = count - 1; k >= 0; k--) this.#bits.push((value >> k) & 1);
  }

  /** A count from 1, in few bits if it is small (Elias gamma). @param {number} count */
  count(count) {
    const length = 31 - Math.clz32(count);
    this.put(0, length);
    this.put(count, length + 1);
  }

  /** A number of either sign, in few bits if it is as small as those before it (Rice). @param {number} value */
  signed(value) {
    const folded = value < 0 ? -2 * value - 1 : 2 * value;
    const low = lowBits(this.#size.mean);
    for (let k = folded >> low; k > 0; k--) this.#bits.push(1);
    this.#bits.push(0);
    this.put(folded & ((1 << low) - 1), low);
    this.#size.see(folded);
  }

  /** All of them, with their check. */
  text() {
    let text = '';
    for (let k = 0; k < this.#bits.length; k += WIDTH) {
      let code = 0;
      for (let i = 0; i < WIDTH; i++) code = 2 * code + (this.#bits[k + i] ?? 0);
      text += CHARACTERS[code];
    }
    return text + checkOf(text);
  }
}

/** Reads what BitWriter has written. Past the end come zeros; `isWhole` says whether all was as it was written. */
export class BitReader {
  /** @type {number[]} */
  #codes;
  #at = 0;
  #size = new Size();
  #isSound;

  /** @param {string} text */
  constructor(text) {
    const body = text.slice(0, -2);
    this.#codes = [...body].map((character) => CODES.get(character) ?? -1);
    this.#isSound = body.length > 0 && !this.#codes.includes(-1) && checkOf(body) === text.slice(-2);
  }

  /** Nothing was missing so far. */
  get isSound() {
    return this.#isSound && this.#at <= WIDTH * this.#codes.length;
  }

  /** All was read, but for the zeros that fill the last character. */
  get isWhole() {
    const left = WIDTH * this.#codes.length - this.#at;
    return this.isSound && left < WIDTH && this.take(left) === 0;
  }

  #bit() {
    const code = this.#codes[Math.floor(this.#at / WIDTH)] ?? 0;
    return (code >> (WIDTH - 1 - (this.#at++ % WIDTH))) & 1;
  }

  /** @param {number} count */
  take(count) {
    let value = 0;
    for (let k = 0; k < count; k++) value = 2 * value + this.#bit();
    return value;
  }

  count() {
    let length = 0;
    while (this.isSound && length < 31 && !this.#bit()) length += 1;
    return 2 ** length + this.take(length);
  }

  signed() {
    const low = lowBits(this.#size.mean);
    let high = 0;
    while (this.#bit()) high += 1;
    const folded = high * 2 ** low + this.take(low);
    this.#size.see(folded);
    return folded % 2 ? -(folded + 1) / 2 : folded / 2;
  }
}
