// Put into the pages by page.py: when a stroke ended, and when what came of it was painted.

/** The time after the next frame has been drawn: a message posted in a frame's callback comes after its painting. */
window.painted = () =>
  new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    });
  });

/** `promise`, or after ten seconds an error. */
const soon = (promise) =>
  Promise.race([promise, new Promise((_, fail) => setTimeout(() => fail(new Error('nothing came for ten seconds')), 10_000))]);

/** A module that the page begins with, the very one that it runs. */
const load = (name) => import(document.querySelector(`link[rel=modulepreload][href$="/${name}.js"]`).href);

window.addEventListener('pointerup', (event) => (window.penUp = event.timeStamp), true);

/** The bare page: milliseconds from the end of the next stroke until its echo is painted. */
window.nextEcho = () => {
  window.next = soon(new Promise((done) => {
    const change = async (_, observer) => {
      observer.disconnect();
      done([(await painted()) - penUp]);
    };
    new MutationObserver(change).observe(document.querySelector('#answer output'), { childList: true });
  }));
};

/** The app: milliseconds from the end of the next stroke until the first stage of the exact answer, and until all of it is painted. */
window.nextTrace = async () => {
  const { on, session } = await load('run/session');
  window.next = soon(new Promise((done) => {
    const over = new AbortController();
    let first = null;
    on('stage', () => session.trace.preview || (first ??= painted()), over);
    on('end', async (trace) => {
      if (trace.preview) return;
      over.abort();
      const whole = painted();
      done([(await first) - penUp, (await whole) - penUp]);
    }, over);
  }));
};

/** The app: milliseconds from the end of the next click until the dock has changed for the last time. */
window.nextExplanation = () => {
  window.next = soon(new Promise((done) => {
    let last = null;
    let quiet = null;
    const observer = new MutationObserver(() => {
      last = painted();
      clearTimeout(quiet);
      quiet = setTimeout(async () => {
        observer.disconnect();
        done((await last) - penUp);
      }, 300);
    });
    observer.observe(document.querySelector('.pg-dock-body'), { childList: true, subtree: true, characterData: true });
  }));
};

/** The app: a gate of all units held at a value, or null for none. */
window.holdGate = async (value) => {
  const { setChanges } = await load('run/session');
  window.penUp = performance.now();
  setChanges(value === null ? null : { gates: [{ gate: 'forget', value }] });
};

/** The app: into `previews`, of each picture that is painted while the pen moves, its milliseconds behind the newest movement that it has. */
window.watchPreviews = async () => {
  const { on } = await load('run/session');
  window.previews = [];
  let moved = 0;
  let sent = 0;
  document.querySelector('.pg-paper canvas[tabindex]').addEventListener('pointermove', (event) => (moved = event.timeStamp), true);
  const ask = window.fetch;
  window.fetch = (address, options) => {
    if (String(options?.body).includes('"preview":true')) sent = moved;
    return ask(address, options);
  };
  on('end', async (trace) => {
    if (!trace.preview) return;
    const from = sent;
    window.previews.push((await painted()) - from);
  });
};

/** From the beginning of the load until what `selector` finds has been painted for the first time. */
window.firstPainted = (selector) =>
  soon(new Promise((done) => {
    const look = async () => (document.querySelector(selector) ? done(await painted()) : requestAnimationFrame(look));
    look();
  }));

/** Time steps streamed and painted a second, one trace asked for after another. */
window.streamed = async (drawing, seconds) => {
  const { on, session, setInput } = await load('run/session');
  let ended = null;
  on('end', () => ended?.());
  const begun = performance.now();
  let steps = 0;
  while (performance.now() < begun + 1000 * seconds) {
    const end = new Promise((done) => (ended = done));
    setInput(drawing);
    await soon(end);
    await painted();
    for (const { kind } of session.trace.stages.values()) if (/.Step$/.test(kind)) steps += session.trace.steps;
  }
  return (1000 * steps) / (performance.now() - begun);
};

/** Frames a second while `step(k)` is called once a frame. */
window.framesPerSecond = async (seconds, step) => {
  const begun = performance.now();
  let frames = 0;
  while (performance.now() < begun + 1000 * seconds) {
    step(frames++);
    await new Promise(requestAnimationFrame);
  }
  return (1000 * frames) / (performance.now() - begun);
};

/** The scrubber, one moment further in each frame. */
window.scrub = () => {
  const scrubber = document.querySelector('[data-scrubber]');
  return framesPerSecond(3, (k) => {
    scrubber.value = k % (+scrubber.max + 1);
    scrubber.dispatchEvent(new Event('input'));
  });
};

/** Playback at four times the speed, from the first moment to the last, and again. */
window.playBack = () => {
  const [play, speed] = ['[data-play]', '[data-speed]'].map((name) => document.querySelector(name));
  speed.value = '4';
  speed.dispatchEvent(new Event('change'));
  const scrubber = document.querySelector('[data-scrubber]');
  window.steps = 0;
  let at = null;
  return framesPerSecond(3, () => {
    if (scrubber.value !== at) window.steps++;
    if (at === null || scrubber.value === scrubber.max) play.click();
    at = scrubber.value;
  });
};
