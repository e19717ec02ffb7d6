// The bar at the top fits its window, whatever its language, its tasks and the zoom: what has no room is folded, step by step.

const FOLDS = ['untitled', 'tasks-listed', 'networks-listed', 'switches-in-menu'];

/** What is returned fits it anew, for when what stands in it has changed. @param {HTMLElement} header */
export function keepFitting(header) {
  const fit = () => {
    header.classList.remove(...FOLDS);
    for (const fold of FOLDS) if (header.scrollWidth > header.clientWidth) header.classList.add(fold);
  };
  new ResizeObserver(fit).observe(header);
  return fit;
}
