// A name for whoever has one training at a time: by chance, and not of randomUUID, which a page has only over HTTPS or on its own computer.

export const newVisitor = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
