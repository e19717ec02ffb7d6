// Words with a little markup as nodes: `code`, *symbol* whose index follows an underscore, **term**.
// @ts-nocheck: untyped until the next issue replaces it

import { symbols } from '../panels/panel.js';

const TAGS = { '`': 'code', '**': 'b', '*': 'i' };

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
