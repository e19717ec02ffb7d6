// Words with a little markup as nodes: `code`, *symbol* whose index follows an underscore, **term**.

/** @type {Record<string, string>} */
const TAGS = { '`': 'code', '**': 'b', '*': 'i' };

/** @param {string} text @returns {(string | HTMLElement)[]} */
export function rich(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/).filter(Boolean).map((part) => {
    const mark = part.match(/^(`|\*\*|\*).+\1$/s)?.[1];
    if (!mark) return part;
    const element = document.createElement(TAGS[mark]);
    const inside = part.slice(mark.length, -mark.length);
    element.append(...(mark === '*' ? symbols(inside) : [inside]));
    return element;
  });
}

/** An equation as nodes; what follows an underscore is its index: W_f. @param {string} equation @returns {(string | HTMLElement)[]} */
function symbols(equation) {
  return equation.split(/_(\w+)/).map((part, k) => (k % 2 === 0 ? part : Object.assign(document.createElement('sub'), { textContent: part })));
}
