import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from './root-route.js';
import { texts } from './search-params.js';

const getParentRoute = () => signedInRoute;

const instance = createRoute({
  getParentRoute,
  path: '/operator',
  component: lazyRouteComponent(() => import('../pages/operator/instance-page.js'), 'InstancePage'),
});
const merchants = createRoute({
  getParentRoute,
  path: '/operator/merchants',
  validateSearch: (search) => texts(search, ['q']),
  component: lazyRouteComponent(() => import('../pages/operator/merchants-page.js'), 'MerchantsPage'),
});
const merchant = createRoute({
  getParentRoute,
  path: '/operator/merchants/$merchantId',
  component: lazyRouteComponent(() => import('../pages/operator/merchant-page.js'), 'MerchantPage'),
});
const plans = createRoute({
  getParentRoute,
  path: '/operator/plans',
  component: lazyRouteComponent(() => import('../pages/operator/plans-page.js'), 'PlansPage'),
});
const mails = createRoute({
  getParentRoute,
  path: '/operator/mails',
  component: lazyRouteComponent(() => import('../pages/operator/mails-page.js'), 'MailsPage'),
});
const audit = createRoute({
  getParentRoute,
  path: '/operator/audit',
  component: lazyRouteComponent(
    () => import('../pages/operator/operator-audit-page.js'),
    'OperatorAuditPage',
  ),
});

/** The pages of whoever runs the instance. */
export const operatorRoutes = [instance, merchants, merchant, plans, mails, audit] as const;
