// The context of a canvas.

/** Which every browser has. @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('there is no 2d context');
  return context;
}
