// The picture of the network as it stands on the page, as one PNG for a report: without buttons, and as it is to be printed.

import { setTheme, theme } from '../canvas/theme.js';
import { painted, pictureOf } from '../image/picture.js';
import { withStage } from '../stage/stage.js';

const SCALES = [2, 1]; // pixels in one px of the page: the first whose file is not too large
const LARGEST = 2_000_000; // characters (reports/handed.py)
const CONTROLS = 'button, [role=radiogroup]'; // but a choice in words tells what is shown

/** data:image/png on a light ground; null while the picture is not on the screen. @returns {Promise<string | null>} */
export async function networkPicture() {
  const isDark = theme() === 'dark';
  if (isDark) {
    setTheme('light');
    for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame); // painted with the next picture of the screen
  }
  const picture = pictureNow();
  if (isDark) setTheme('dark');
  for (const scale of picture ? SCALES : []) {
    const address = (await painted(/** @type {import('../image/picture.js').Picture} */ (picture), scale)).toDataURL();
    if (address.length <= LARGEST) return address;
  }
  return null;
}

function pictureNow() {
  /** @type {import('../image/picture.js').Picture | null} */
  let made = null;
  withStage(({ element, room }) => {
    if (room.width) made = pictureOf(element, { without: CONTROLS });
  });
  return /** @type {import('../image/picture.js').Picture | null} */ (made);
}
