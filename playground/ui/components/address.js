// Where the server's own routes are, wherever a proxy or a mount has put the app.

/** The address of a route of ui/routes.py. */
export const address = (route) => new URL(`../${route}`, import.meta.url);
