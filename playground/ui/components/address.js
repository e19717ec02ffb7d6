// Addresses: of the server's routes, wherever a proxy or a mount has put the app, and of this page.

/** Keep a choice in the page's own address, so that it survives a reload and can be passed on. */
export function remember(name, value) {
  const here = new URL(location.href);
  here.searchParams.set(name, value);
  history.replaceState(history.state, '', here);
}

/** The address of a route of ui/routes.py. */
export const address = (route) => new URL(`../${route}`, import.meta.url);
