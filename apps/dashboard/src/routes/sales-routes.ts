import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from './root-route.js';
import { texts } from './search-params.js';

const getParentRoute = () => signedInRoute;

const overview = createRoute({
  getParentRoute,
  path: '/',
  validateSearch: (search) => texts(search, ['days']),
  component: lazyRouteComponent(() => import('../pages/overview/overview-page.js'), 'OverviewPage'),
});
const feed = createRoute({
  getParentRoute,
  path: '/feed',
  component: lazyRouteComponent(() => import('../pages/feed/feed-page.js'), 'FeedPage'),
});
const challenges = createRoute({
  getParentRoute,
  path: '/challenges',
  validateSearch: (search) => texts(search, ['q', 'status', 'settlement', 'resource', 'payer', 'from', 'to']),
  component: lazyRouteComponent(() => import('../pages/challenges/challenges-page.js'), 'ChallengesPage'),
});
const challenge = createRoute({
  getParentRoute,
  path: '/challenges/$paymentHash',
  component: lazyRouteComponent(() => import('../pages/challenge/challenge-page.js'), 'ChallengePage'),
});
const inspector = createRoute({
  getParentRoute,
  path: '/inspector',
  component: lazyRouteComponent(() => import('../pages/inspector/inspector-page.js'), 'InspectorPage'),
});
const start = createRoute({
  getParentRoute,
  path: '/start',
  validateSearch: (search) => texts(search, ['step']),
  component: lazyRouteComponent(() => import('../pages/start/start-page.js'), 'StartPage'),
});

/** The pages about what is sold, and how to begin. */
export const salesRoutes = [overview, feed, challenges, challenge, inspector, start] as const;
