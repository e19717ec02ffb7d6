// Rows of bars, one a class: shares from zero, or signed values around the middle.

/** Fill `element` with a row per label; element.update(values, {signed}) sets the bars and their numbers. */
export function bars(element, labels, { signed = false } = {}) {
  element.classList.toggle('signed', signed);
  element.replaceChildren(...labels.map(row));
  const rows = [...element.children];
  element.update = (values, mark = -1) => {
    const most = signed ? Math.max(...values.map(Math.abs), 1e-9) : 1;
    rows.forEach((r, k) => {
      const share = values[k] / most;
      const [, track, number] = r.children;
      const width = Math.abs(share) * (signed ? 50 : 100);
      track.firstChild.style.width = `${width}%`;
      track.firstChild.style.marginLeft = signed ? `${share < 0 ? 50 - width : 50}%` : '0';
      track.firstChild.classList.toggle('negative', share < 0);
      number.textContent = signed ? values[k].toFixed(2) : percent(values[k]);
      r.classList.toggle('chosen', k === mark);
    });
  };
  element.blank = () => {
    for (const r of rows) {
      r.children[1].firstChild.style.width = '0';
      r.children[2].textContent = '';
      r.classList.remove('chosen');
    }
  };
}

/** A probability in per cent; what rounding would make 0 or 100 is told apart from them. */
export function percent(p) {
  if (p > 0.9995 && p < 1) return '>99.9%';
  if (p < 0.0005 && p > 0) return '<0.1%';
  return `${(100 * p).toFixed(1)}%`;
}

function row(label) {
  const element = document.createElement('div');
  element.className = 'pg-bar';
  element.innerHTML = '<span></span><div><i></i></div><span></span>';
  element.firstChild.textContent = label;
  return element;
}

export const argmax = (values) => values.reduce((best, v, k) => (v > values[best] ? k : best), 0);
