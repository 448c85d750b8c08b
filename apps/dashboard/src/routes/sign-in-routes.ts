import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from './root-route.js';

const getParentRoute = () => rootRoute;

const signIn = createRoute({
  getParentRoute,
  path: '/sign-in',
  validateSearch: ({ next }): { next?: string } => (typeof next === 'string' ? { next } : {}),
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.js'), 'SignInPage'),
});
const signUp = createRoute({
  getParentRoute,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-up-page.js'), 'SignUpPage'),
});
const reset = createRoute({
  getParentRoute,
  path: '/reset',
  component: lazyRouteComponent(() => import('../pages/sign-in/reset-page.js'), 'ResetPage'),
});
const invitation = createRoute({
  getParentRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../pages/sign-in/invitation-page.js'), 'InvitationPage'),
});

/** The pages that need no session. */
export const signInRoutes = [signIn, signUp, reset, invitation] as const;
