// Names by chance: one for this page, by which a server is fair, and one for each of its questions. Not of randomUUID, which a page has only over HTTPS or on its own computer.

export const newName = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Who has one training at a time. */
export const VISITOR = newName();
