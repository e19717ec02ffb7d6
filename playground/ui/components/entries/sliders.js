// The way in of series (under construction).
export function make(element) {
  return { open: () => {} };
}
