import { createRouter } from '@tanstack/react-router';
import { pathWith } from './api/client.js';
import { accountRoutes } from './routes/account-routes.js';
import { operatorRoutes } from './routes/operator-routes.js';
import { notFoundRoute, rootRoute, signedInRoute } from './routes/root-route.js';
import { salesRoutes } from './routes/sales-routes.js';
import { signInRoutes } from './routes/sign-in-routes.js';
import { basePath } from './session/own-path.js';

const routeTree = rootRoute.addChildren([
  ...signInRoutes,
  signedInRoute.addChildren([...salesRoutes, ...accountRoutes, ...operatorRoutes, notFoundRoute]),
]);

/** Which address shows which page; each page's code is loaded when it is first needed, or pointed at. */
export const router = createRouter({
  routeTree,
  basepath: basePath,
  defaultPreload: 'intent',
  defaultPendingMs: 400,
  scrollRestoration: true,
  // Every search parameter is a text, written as such: `?days=7`.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => pathWith('', search as Record<string, string>),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
