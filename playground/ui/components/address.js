// Addresses: of the server's routes, wherever a proxy or a mount has put the app, and of this page.

/**
 * Keep a choice in the page's own address, so that it survives a reload and can be passed on. With `step` the browser's
 * way back leads to what was before.
 */
export function remember(name, value, { step = false } = {}) {
  const here = new URL(location.href);
  here.searchParams.set(name, value);
  history[step ? 'pushState' : 'replaceState'](history.state, '', here);
}

/** Take a choice out of the page's own address. */
export function forget(name) {
  const here = new URL(location.href);
  here.searchParams.delete(name);
  history.replaceState(history.state, '', here);
}

/** What a route has, as soon as the server answers. */
export async function getJson(route) {
  for (;;) {
    try {
      const response = await fetch(address(route));
      if (response.ok) return await response.json();
    } catch {
      // The connection is gone; it may come back.
    }
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

/** The address of a route of ui/routes.py. */
export const address = (route) => new URL(`../${route}`, import.meta.url);
