// A safetensors file in the page: what its header says, and what its owner says written into it; no DOM.

/** @typedef {{kind: string, [setting: string]: any}} Layer */
/** What the owner of a file says of it (playground/own_networks/own_file.py). @typedef {{task: string, name: string, layers: Layer[] | null, size: number | null, inverted: boolean, mean: number, std: number}} Said */

export const LARGEST = 20_000_000; // bytes
const [START, LONGEST, LONGEST_NAME] = [8, 200_000, 20];

/** @param {Uint8Array} file */
const headerLength = (file) => (file.length < START ? Infinity : Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true)));

/** Whether it is one: others have a pickle or a zip file. @param {Uint8Array} file */
export const isSafetensors = (file) => file[START] === '{'.charCodeAt(0) && headerLength(file) <= file.length - START;

/** @param {Uint8Array} file @returns {Record<string, any> | null} */
function headerOf(file) {
  const length = headerLength(file);
  if (length > LONGEST) return null;
  try {
    return JSON.parse(new TextDecoder().decode(file.subarray(START, START + length)));
  } catch {
    return null;
  }
}

/** Of each tensor its name and shape; none where the header cannot be read. @param {Uint8Array} file @returns {{name: string, shape: number[]}[]} */
export function tensorsOf(file) {
  const header = headerOf(file) ?? {};
  const tensors = Object.entries(header).filter(([name, entry]) => name !== '__metadata__' && Array.isArray(entry?.shape));
  return tensors.map(([name, { shape }]) => ({ name, shape }));
}

/** The file with what its owner says in its header; one that cannot be read as it is, and the server says why. @param {Uint8Array} file @param {Said} said */
export function withSaid(file, said) {
  const header = headerOf(file);
  if (!header) return file;
  const order = header.__metadata__?.order;
  const metadata = { ...(order && { order }), own: JSON.stringify(said) };
  const text = new TextEncoder().encode(JSON.stringify({ ...header, __metadata__: metadata }));
  const padded = Math.ceil(text.length / 8) * 8;
  const data = file.subarray(START + headerLength(file));
  const made = new Uint8Array(START + padded + data.length).fill(' '.charCodeAt(0), START, START + padded);
  new DataView(made.buffer).setBigUint64(0, BigInt(padded), true);
  made.set(text, START);
  made.set(data, START + padded);
  return made;
}

/** What the network is called: the file without its ending. @param {string} file */
export function nameOfFile(file) {
  const letters = [...file.replace(/\.(safetensors|pt|pth)$/i, '')].filter((letter) => /[\p{L}\p{N}\p{P} ]/u.test(letter));
  return letters.slice(0, LONGEST_NAME).join('').trim() || 'own';
}
