import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from './root-route.js';
import { texts } from './search-params.js';

const getParentRoute = () => signedInRoute;

const keys = createRoute({
  getParentRoute,
  path: '/keys',
  component: lazyRouteComponent(() => import('../pages/keys/keys-page.js'), 'KeysPage'),
});
const wallets = createRoute({
  getParentRoute,
  path: '/wallets',
  component: lazyRouteComponent(() => import('../pages/wallets/wallets-page.js'), 'WalletsPage'),
});
const connectWallet = createRoute({
  getParentRoute,
  path: '/wallets/connect/$kind',
  component: lazyRouteComponent(() => import('../pages/wallets/connect-wallet-page.js'), 'ConnectWalletPage'),
});
const proxies = createRoute({
  getParentRoute,
  path: '/proxies',
  component: lazyRouteComponent(() => import('../pages/proxies/proxies-page.js'), 'ProxiesPage'),
});
const newProxy = createRoute({
  getParentRoute,
  path: '/proxies/new',
  component: lazyRouteComponent(() => import('../pages/proxies/new-proxy-page.js'), 'NewProxyPage'),
});
const proxy = createRoute({
  getParentRoute,
  path: '/proxies/$proxyId',
  validateSearch: (search) => texts(search, ['section', 'days']),
  component: lazyRouteComponent(() => import('../pages/proxies/proxy-page.js'), 'ProxyPage'),
});
const webhooks = createRoute({
  getParentRoute,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('../pages/webhooks/webhooks-page.js'), 'WebhooksPage'),
});
const webhook = createRoute({
  getParentRoute,
  path: '/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('../pages/webhooks/webhook-page.js'), 'WebhookPage'),
});
const plan = createRoute({
  getParentRoute,
  path: '/plan',
  component: lazyRouteComponent(() => import('../pages/plan/plan-page.js'), 'PlanPage'),
});
const members = createRoute({
  getParentRoute,
  path: '/members',
  component: lazyRouteComponent(() => import('../pages/members/members-page.js'), 'MembersPage'),
});
const settings = createRoute({
  getParentRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../pages/settings/settings-page.js'), 'SettingsPage'),
});
const security = createRoute({
  getParentRoute,
  path: '/security',
  component: lazyRouteComponent(() => import('../pages/security/security-page.js'), 'SecurityPage'),
});
const audit = createRoute({
  getParentRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('../pages/audit/audit-page.js'), 'AuditPage'),
});

/** The pages about what is connected, and the account. */
export const accountRoutes = [
  ...([keys, wallets, connectWallet] as const),
  ...([proxies, newProxy, proxy, webhooks, webhook] as const),
  ...([plan, members, settings, security, audit] as const),
] as const;
