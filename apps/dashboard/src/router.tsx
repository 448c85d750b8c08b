import { createRouter } from '@tanstack/react-router';
import { accountRoutes } from './routes/account-routes.js';
import { operatorRoutes } from './routes/operator-routes.js';
import { rootRoute, signedInRoute } from './routes/root-route.js';
import { salesRoutes } from './routes/sales-routes.js';
import { signInRoutes } from './routes/sign-in-routes.js';
import { basePath } from './session/own-path.js';

const routeTree = rootRoute.addChildren([
  ...signInRoutes,
  signedInRoute.addChildren([...salesRoutes, ...accountRoutes, ...operatorRoutes]),
]);

/** Which address shows which page; each page's code is loaded when it is first needed, or pointed at. */
export const router = createRouter({
  routeTree,
  basepath: basePath,
  defaultPreload: 'intent',
  defaultPendingMs: 400,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
