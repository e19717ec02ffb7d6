// Equations as HTML, from the strings of playground/explain: what follows _ or ^ is an index or an exponent.

/** Nodes of an equation: "W_{f,3} x_i" has a subscript of one character and one of more. HTML, as MathML does not wrap. @param {string} text @returns {(Node | string)[]} */
export function equation(text) {
  const parts = text.split(/([_^])(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(.))/);
  const nodes = variables(parts[0]);
  for (let k = 1; k < parts.length; k += 4) {
    const [mark, group, single, rest] = parts.slice(k, k + 4);
    const index = document.createElement(mark === '_' ? 'sub' : 'sup');
    index.append(...equation(group ?? single));
    nodes.push(index, ...variables(rest));
  }
  return nodes;
}

/** Single letters are variables and stand in italics; names of functions and numbers do not. @param {string} text */
function variables(text) {
  return text
    .split(/(?<![\p{L}\d])(\p{Script=Latin}′?)(?![\p{L}\d])/u)
    .map((part, k) => (k % 2 ? Object.assign(document.createElement('i'), { textContent: part }) : part))
    .filter(Boolean);
}
