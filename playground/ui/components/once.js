// What is loaded once, when it is first asked for; after a failure the next who asks tries again.

export function once(load) {
  let loaded = null;
  return () => (loaded ??= load().catch((error) => {
    loaded = null;
    throw error;
  }));
}
