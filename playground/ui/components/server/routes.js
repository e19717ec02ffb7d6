// The addresses of the server's routes, wherever a proxy or a mount has put the app.

/** The address of a route of ui/routes.py. @param {string} route */
export const address = (route) => new URL(`../../../${route}`, import.meta.url);
