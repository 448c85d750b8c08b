import type { Method, Operation } from '../../apps/api/src/openapi/openapi-types.js';
import { document } from './openapi-schemas.js';

/** One operation of the OpenAPI document. */
export interface DocumentedRoute {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every operation of the document, in its order. */
export const documentedRoutes: readonly DocumentedRoute[] = Object.entries(document.paths).flatMap(
  ([path, item]) =>
    (Object.entries(item) as [Method, Operation][]).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      operation,
    })),
);

/** The scopes that a route asks of a key; null for one that takes none. */
export function scopesOf({ operation }: DocumentedRoute): readonly string[] | null {
  return operation.security.find((one) => 'apiKey' in one)?.['apiKey'] ?? null;
}

/** Whether a route takes a session. */
export function takesSession({ operation }: DocumentedRoute): boolean {
  return operation.security.some((one) => 'session' in one);
}

/** Whether an answer of a route goes on without end, so that asking for it is for tests of its own. */
export function isStream({ operation }: DocumentedRoute): boolean {
  return 'text/event-stream' in (operation.responses['200']?.content ?? {});
}

/** Routes for keys that take a member's session, too. */
export const memberRoutes = documentedRoutes.filter(
  (route) => scopesOf(route) !== null && takesSession(route) && !isStream(route),
);

/** Routes for keys. */
export const keyRoutes = documentedRoutes.filter((route) => scopesOf(route) !== null && !isStream(route));

/** An address of a route with ids in it: those that are given by name, else such that nobody has. */
export function addressOf(path: string, ids: Readonly<Record<string, string>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => ids[name] ?? nobodys(path, name));
}

function nobodys(path: string, name: string): string {
  if (name === 'paymentHash') return 'ab'.repeat(32);
  if (name === 'proxyId') return 'nobodys-abcd';
  if (name === 'endpointId') return 'none';
  if (name === 'useId')
    return `use_${Buffer.from(`${'ab'.repeat(16)}00000001`, 'hex').toString('base64url')}`;
  if (name === 'id' && path.includes('/events/')) return '00000000-0000-4000-8000-000000000000';
  if (path.includes('/webhooks/')) return `we_${'ab'.repeat(16)}`;
  if (path.includes('/wallets/')) return `wal_${'ab'.repeat(16)}`;
  if (path.includes('/invitations/')) return `inv_${'ab'.repeat(16)}`;
  return path.includes('/members/') ? `usr_${'ab'.repeat(16)}` : `key_${'ab'.repeat(16)}`;
}
