// In a Space the page stands in a frame: the address that people see is that of the parent, which is told of ours.

const PARENT = 'https://huggingface.co';

/** @param {{search: string, hash: string}} here */
export function tellParent({ search, hash }) {
  const { parent } = globalThis;
  if (parent && parent !== globalThis.window) parent.postMessage({ queryString: search.slice(1), hash }, PARENT);
}
