import { words } from '../../ui/format.js';

/** The changes that are known by name, for choosing among them. */
export const knownActions: Readonly<Record<string, string>> = {
  'api_key.create': 'Key made',
  'api_key.rotate': 'Key rotated',
  'api_key.revoke': 'Key revoked',
  'api_key.issue': 'Key made by the operator',
  'settings.change': 'Settings changed',
  'wallet.connect': 'Wallet connected',
  'wallet.check': 'Wallet checked',
  'wallet.change': 'Wallet changed',
  'wallet.remove': 'Wallet removed',
  'webhook.create': 'Webhook added',
  'webhook.change': 'Webhook changed',
  'webhook.set_url': 'Webhook address set',
  'webhook.remove': 'Webhook removed',
  'webhook.rotate_secret': 'Webhook secret rotated',
  'webhook.test': 'Webhook tested',
  'event.replay': 'Event sent again',
  'member.join': 'Member joined',
  'member.change': 'Role changed',
  'member.remove': 'Member removed',
  'invitation.create': 'Somebody invited',
  'invitation.remove': 'Invitation taken back',
  'password.change': 'Password changed',
  'password.reset': 'Password set by a link',
  'second_factor.on': 'Second factor turned on',
  'second_factor.off': 'Second factor turned off',
  'passkey.add': 'Passkey added',
  'passkey.remove': 'Passkey removed',
  'session.end': 'Session ended',
  'subscription.buy': 'Plan bought',
  'merchant.create': 'Merchant made',
  'merchant.update': 'Merchant changed',
  'merchant.login_link': 'Sign-in link made',
  'merchant.export': 'Merchant exported',
  'merchant.import': 'Merchant imported',
  'keys.rotate': 'Key of the instance made',
  'operator.grant': 'Operator named',
  'operator.revoke': 'Operator no more',
  'resource.retire': 'Resource retired',
  'resource.restore': 'Resource sold again',
  'proxy.create': 'Proxy made',
  'proxy.change': 'Proxy changed',
  'proxy.remove': 'Proxy removed',
  'proxy.unpublish': 'Proxy taken out of sale',
  'proxy.check_hosts': 'Host names of a proxy checked',
  'proxy.import': 'Prices imported',
  'proxy_endpoint.create': 'Price added',
  'proxy_endpoint.change': 'Price changed',
  'proxy_endpoint.remove': 'Price removed',
  'manifest.change': 'Public description changed',
  'mail.read': 'Letters read',
};

/** A change in words; a newer one as the server calls it. */
export function actionWords(action: string): string {
  return knownActions[action] ?? words(action);
}

const actors: Readonly<Record<string, string>> = {
  api_key: 'Key',
  member: 'Member',
  operator: 'Operator',
  system: 'Turnpike',
};

/** Who made a change, in words. */
export function actorWords({ kind, label, id }: { kind: string; label: string | null; id: string }): string {
  const who = actors[kind] ?? kind;
  if (kind === 'system') return who;
  return `${who} ${label ?? id}`;
}

/** What else is known of a change, in a line. */
export function detailWords(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${plain(name)}: ${told(value)}`)
    .join(' · ');
}

/** A value as a reader would write it. */
function told(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(told).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A member's name in words: `strictVerify` becomes "strict verify". */
function plain(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
