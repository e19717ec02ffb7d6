// Pixels of ImageData as Uint32: what stands back is half transparent.

export const FADED = 0.5;

/** A pixel that lets through what is behind it. @param {number} pixel @param {number} share */
export const shade = (pixel, share) => ((Math.round(255 * share) << 24) | (pixel & 0xffffff)) >>> 0;
