// A file that the browser saves.

/** @param {string} name @param {BlobPart} content */
export function download(name, content) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([content])), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
