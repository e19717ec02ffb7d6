// Rules of the parts of the page that come later.

/** @type {Map<string, Promise<unknown>>} */
const asked = new Map();

/** Resolves when `name`.css is in, or cannot be had; then the next who needs it asks again. @param {string} name @returns {Promise<unknown>} */
export function needStyle(name) {
  const known = asked.get(name) ?? load(name);
  asked.set(name, known);
  return known;
}

/** @param {string} name */
function load(name) {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL(`../${name}.css`, import.meta.url).href });
  document.head.append(link);
  return new Promise((resolve) => {
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      asked.delete(name);
      resolve(null);
    };
  });
}
