import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { isSignedOut } from '../api/api-problem.js';
import { setMode } from '../api/mode.js';
import { queryClient } from '../api/query-client.js';
import { sessionQuery } from '../api/queries/session-queries.js';
import { basePath } from '../session/own-path.js';
import { NotFoundPage } from '../shell/not-found-page.js';
import { RouteProblem } from '../shell/route-problem.js';

/** Above every page. */
export const rootRoute = createRootRoute({ errorComponent: RouteProblem });

/** Above every page behind the sign-in. Who has no session is sent there, and comes back afterwards. */
export const signedInRoute = createRoute({
  id: 'signed-in',
  getParentRoute: () => rootRoute,
  beforeLoad: async ({ location }) => {
    try {
      const { mode } = await queryClient.query({ ...sessionQuery, staleTime: 'static' });
      // Before any page asks for something in a mode that the session does not have.
      if (mode !== null) setMode(mode);
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      redirect({ to: '/sign-in', search: { next: `${basePath}${location.href}` }, throw: true });
    }
  },
  component: lazyRouteComponent(() => import('../shell/shell.js'), 'Shell'),
  errorComponent: RouteProblem,
});

/** Whatever no other page has. */
export const notFoundRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '$',
  component: NotFoundPage,
});
