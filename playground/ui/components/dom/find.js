// Elements that are known to be there, with their type.

/**
 * The first element that matches, of the type `type`. Throws if there is none: the skeleton and its module do not fit.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function find(root, selector, type) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`there is no ${type.name} ${selector}`);
  return found;
}

/**
 * All elements that match and are of the type `type`.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T[]}
 */
export const findAll = (root, selector, type) => /** @type {T[]} */ ([...root.querySelectorAll(selector)].filter((found) => found instanceof type));
