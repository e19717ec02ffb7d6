// An uploaded picture is made small and grey in the browser: the file itself never leaves the visitor's machine.

const LONGEST = 256; // pixels; the network reads 28
const SHORTEST = 8; // what the server accepts (tasks/picture.py)

/** {picture: {width, height, grey}, bitmap} of an image file. Rejects when the browser cannot decode it. @param {File} file */
export async function readPicture(file) {
  const full = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(full.width, full.height));
  const width = Math.max(SHORTEST, Math.round(full.width * scale));
  const height = Math.max(SHORTEST, Math.round(full.height * scale));
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('there is no 2d context');
  context.fillStyle = '#fff'; // transparent pictures are read as ink on white
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(full, 0, 0, width, height);
  full.close();
  const { data } = context.getImageData(0, 0, width, height);
  let grey = '';
  for (let i = 0; i < data.length; i += 4) {
    // The weights of Rec. 601, as in Pillow's "L".
    grey += String.fromCharCode(Math.round(0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2]));
  }
  return { picture: { width, height, grey: btoa(grey) }, bitmap: canvas };
}
