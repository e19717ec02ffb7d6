// What has time until the next picture is on the screen.

/** A timer that is set in a frame rings after its painting. @param {() => void} call */
export const afterPaint = (call) => void requestAnimationFrame(() => setTimeout(call));
