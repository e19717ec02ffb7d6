// In a Space the page stands in a frame: the address that people see is that of the parent, which is told of ours.

const PARENT = 'https://huggingface.co';

/** @param {{search: string, hash: string}} here */
export function tellParent({ search, hash }) {
  const { parent } = globalThis;
  if (parent && parent !== globalThis.window) parent.postMessage({ queryString: search.slice(1), hash }, PARENT);
}

/** Whether the frame around the page is that of a Space; a course may have another around it, whose address is none of ours. */
function isInSpace() {
  const { parent, location, document } = globalThis;
  if (parent === globalThis.window) return false;
  const [origin] = location.ancestorOrigins ?? []; // which Firefox has not
  return origin ? origin === PARENT : document.referrer.startsWith(`${PARENT}/`);
}

/** The address under which people find what is at ours. `space_id`, "owner/name", is in the settings that Gradio gives a page. @param {URL} here @returns {URL} */
export function seenAddress({ href, search, hash }) {
  const { space_id: space = null } = /** @type {any} */ (globalThis).gradio_config ?? {};
  return space && isInSpace() ? new URL(`/spaces/${space}${search}${hash}`, PARENT) : new URL(href);
}
