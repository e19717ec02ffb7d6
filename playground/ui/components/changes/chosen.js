// The kernel that is being edited: chosen in the card of changes, or by a click on its picture.
// @ts-nocheck: untyped until the next issue replaces it

export const chosen = { layer: 0, map: 0, channel: 0 };
let listener = null; // the editor

export const onChosen = (next) => (listener = next);

export function choose(place) {
  if (place.layer !== undefined && place.layer !== chosen.layer) Object.assign(chosen, { map: 0, channel: 0 });
  Object.assign(chosen, place);
  listener?.();
}

/** Open the editor (tries.js) on a kernel. */
export function edit(place) {
  choose(place);
  document.dispatchEvent(new CustomEvent('pg-edit'));
}
