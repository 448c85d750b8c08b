import { createHash, timingSafeEqual } from 'node:crypto';
import type { MerchantId } from '@turnpike/l402';
import { CredentialInvalid } from '../wallet-errors.js';
import type { OpenWallets } from './open-wallets.js';
import type { StoredConnection } from './stored-connection.js';

/** What opens the credentials of connections. */
export type CredentialOpener = Pick<OpenWallets, 'credentialsOf'>;

/**
 * The first of a merchant's connections that has exactly these credentials; null if none has. All are looked at, and each
 * for the same time, so that nothing is learned of credentials by how long it takes. Those that do not open are not it.
 */
export function findSameCredentials(
  open: CredentialOpener,
  merchantId: MerchantId,
  connections: readonly StoredConnection[],
  credentials: object,
): StoredConnection | null {
  const wanted = digest(credentials);
  let found: StoredConnection | null = null;
  for (const connection of connections) {
    const kept = openedOrNull(open, merchantId, connection);
    const isSame = timingSafeEqual(digest(kept), wanted);
    if (isSame && kept !== null) found ??= connection;
  }
  return found;
}

function openedOrNull(open: CredentialOpener, merchantId: MerchantId, connection: StoredConnection): unknown {
  try {
    return open.credentialsOf(merchantId, connection);
  } catch (error) {
    if (error instanceof CredentialInvalid) return null;
    throw error;
  }
}

/** The same for the same members, in whatever order they stand. */
function digest(credentials: unknown): Buffer {
  const text = JSON.stringify(credentials, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(text).digest();
}
