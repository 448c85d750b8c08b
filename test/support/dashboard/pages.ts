import { hashOf } from './recorded-answers.js';

/** A page to be looked at; what is done on it first, and what the browser remembers. */
export interface LookedAt {
  readonly name: string;
  readonly path: string;
  readonly cookies?: readonly { readonly name: string; readonly value: string }[];
  readonly storage?: Readonly<Record<string, string>>;
  readonly steps?: readonly object[];
}

const signedOut = { cookies: [{ name: 'signed-out', value: '1' }] };
const live = { storage: { 'turnpike.mode': 'live' } };
const empty = { cookies: [{ name: 'empty', value: '1' }] };
const emptyProxy = { cookies: [{ name: 'empty-proxy', value: '1' }] };
const proxy = '/dashboard/proxies/weather-a1b2';
const press = (...names: readonly string[]) => ({
  steps: names.map((name) => ({ click: { role: 'button', name } })),
});
const start = ['try', 'wallet', 'key', 'payment', 'middleware', 'webhook', 'proxy'];
const kinds = ['strike', 'opennode', 'lnd', 'cln', 'eclair', 'phoenixd', 'nwc', 'lnurl', 'cashu'];

/** Every page of the dashboard. */
export const pages: readonly LookedAt[] = [
  { name: 'sign-in', path: '/dashboard/sign-in', ...signedOut },
  { name: 'sign-up', path: '/dashboard/sign-up', ...signedOut },
  { name: 'reset', path: '/dashboard/reset#token=abc', ...signedOut },
  { name: 'invitation', path: '/dashboard/invitation#token=abc', ...signedOut },
  { name: 'overview', path: '/dashboard' },
  { name: 'overview-live', path: '/dashboard', ...live },
  { name: 'feed', path: '/dashboard/feed' },
  { name: 'challenges', path: '/dashboard/challenges' },
  { name: 'challenges-none', path: '/dashboard/challenges?q=nothing-has-this' },
  { name: 'challenge', path: `/dashboard/challenges/${hashOf(0)}` },
  { name: 'inspector', path: '/dashboard/inspector' },
  { name: 'no-such-page', path: '/dashboard/no/such/page' },
  ...start.map((step) => ({ name: `start-${step}`, path: `/dashboard/start?step=${step}` })),
  { name: 'keys', path: '/dashboard/keys' },
  { name: 'keys-none', path: '/dashboard/keys', ...empty },
  { name: 'keys-made', path: '/dashboard/keys', ...press('New test key', 'Make key') },
  { name: 'wallets', path: '/dashboard/wallets', ...live },
  { name: 'wallets-none', path: '/dashboard/wallets', ...live, ...empty },
  { name: 'wallets-test', path: '/dashboard/wallets' },
  ...kinds.map((kind) => ({ name: `connect-${kind}`, path: `/dashboard/wallets/connect/${kind}`, ...live })),
  { name: 'proxies', path: '/dashboard/proxies' },
  { name: 'proxies-none', path: '/dashboard/proxies', ...empty },
  { name: 'proxies-new', path: '/dashboard/proxies/new' },
  ...['overview', 'prices', 'upstream', 'public'].map((section) => ({
    name: `proxy-${section}`,
    path: `${proxy}?section=${section}`,
  })),
  { name: 'proxy-live', path: proxy, ...live },
  { name: 'proxy-prices-none', path: `${proxy}?section=prices`, ...emptyProxy },
  { name: 'proxy-public-none', path: `${proxy}?section=public`, ...emptyProxy },
  { name: 'proxy-unpublished', path: '/dashboard/proxies/old-maps-c3d4' },
  { name: 'proxy-menu', path: proxy, ...press('Actions for this proxy') },
  { name: 'proxy-price-new', path: `${proxy}?section=prices`, ...press('Add price') },
  { name: 'proxy-import', path: `${proxy}?section=prices`, ...press('Import OpenAPI') },
  { name: 'proxy-price-checked', path: `${proxy}?section=prices`, ...press('Check') },
  { name: 'proxy-probed', path: `${proxy}?section=upstream`, ...press('Look whether it answers') },
  { name: 'webhooks', path: '/dashboard/webhooks' },
  { name: 'webhooks-none', path: '/dashboard/webhooks', ...empty },
  { name: 'webhooks-new', path: '/dashboard/webhooks', ...press('New webhook') },
  { name: 'webhook', path: `/dashboard/webhooks/we_${hashOf(2).slice(0, 32)}` },
  { name: 'plan', path: '/dashboard/plan' },
  { name: 'members', path: '/dashboard/members' },
  { name: 'members-menu', path: '/dashboard/members', ...press('Actions for Grace') },
  { name: 'settings', path: '/dashboard/settings' },
  { name: 'security', path: '/dashboard/security' },
  { name: 'security-totp', path: '/dashboard/security', ...press('Set up') },
  { name: 'audit', path: '/dashboard/audit' },
  { name: 'operator', path: '/dashboard/operator' },
  { name: 'operator-merchants', path: '/dashboard/operator/merchants' },
  { name: 'operator-merchant', path: '/dashboard/operator/merchants/42' },
  { name: 'operator-plans', path: '/dashboard/operator/plans' },
  { name: 'operator-mails', path: '/dashboard/operator/mails' },
  { name: 'operator-audit', path: '/dashboard/operator/audit' },
];
