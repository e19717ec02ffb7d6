// What somebody types into a field, once it is written: an input method composes a word of keys that are none of it yet.

/** Call `listener` when the field has other words; not while a word is composed, but when that is done. @param {HTMLElement} field @param {() => void} listener */
export function onTyped(field, listener) {
  field.addEventListener('input', (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) listener();
  });
  field.addEventListener('compositionend', listener); // after the last input in Chromium, before it in others
}
