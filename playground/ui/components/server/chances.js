// When it is worth asking a server again that did not answer: a few times by itself, then when something has changed.

/** How long to wait before each try that is made without anybody's doing. */
export const PAUSES = [1000, 2000, 4000, 8000];
const SIGNS = ['pointerdown', 'keydown']; // the visitor acts

/**
 * Call `act` once, when the connection is back or the visitor does something; what is returned calls that off.
 * @param {() => void} act
 * @returns {() => void}
 */
function onChance(act) {
  const done = new AbortController();
  const once = () => {
    done.abort();
    act();
  };
  for (const name of ['online', ...SIGNS]) window.addEventListener(name, once, { signal: done.signal, capture: true });
  return () => done.abort();
}

/** Resolves when the connection is back, or the visitor does something. @returns {Promise<void>} */
export const nextChance = () => new Promise((resolve) => onChance(resolve));

/**
 * {later(), stop(), worked()}: `later` calls `act` again after a pause that grows from try to try, or as soon as the
 * connection is back; when the pauses are used up, at the next chance only. `worked` begins again with the first pause.
 * @param {() => void} act
 * @param {number[]} [pauses]
 */
export function retries(act, pauses = PAUSES) {
  let tried = 0;
  let off = () => {};
  const stop = () => {
    off();
    off = () => {};
  };
  const later = () => {
    stop();
    if (tried >= pauses.length) {
      off = onChance(act);
      return;
    }
    const done = new AbortController();
    const go = () => {
      stop();
      act();
    };
    const timer = setTimeout(go, pauses[tried++]);
    window.addEventListener('online', go, { signal: done.signal });
    off = () => {
      clearTimeout(timer);
      done.abort();
    };
  };
  const worked = () => {
    stop();
    tried = 0;
  };
  return { later, stop, worked };
}
