import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ENV, type Env } from '@turnpike/config';
import type { MerchantId, Tenant } from '@turnpike/l402';
import { TokenBuckets } from '@turnpike/redis';
import { Sealer } from '@turnpike/secrets';
import { LRUCache } from 'lru-cache';
import { unboundedBudget, type CallBudget } from '../call-budget.js';
import { GuardedWallet } from '../guarded-wallet.js';
import { ProviderRegistry } from '../provider-registry.js';
import { AccountBudget } from '../account-budget.js';
import { walletBounds } from '../wallet-bounds.js';
import { CredentialInvalid } from '../wallet-errors.js';
import type { WalletKindDefinition, WebhookAddress } from '../wallet-kind.js';
import { sealContextOf, webhookSealContextOf } from './seal-contexts.js';
import type { StoredConnection } from './stored-connection.js';

interface OpenConnection {
  readonly stored: StoredConnection;
  readonly wallet: GuardedWallet;
}

/** The wallets behind merchants' connections, opened when first used and kept as long as their rows stay the same. */
@Injectable()
export class OpenWallets implements OnApplicationShutdown {
  private readonly open = new LRUCache<string, OpenConnection>({
    max: walletBounds.openConnectionsMax,
    dispose: ({ wallet }, _id, reason) => {
      if (reason === 'delete') void closeNow(wallet);
      else this.closeLater(wallet);
    },
  });
  /** Wallets that gave way to others, with the timers that close them. */
  private readonly closing = new Map<GuardedWallet, NodeJS.Timeout>();

  constructor(
    private readonly registry: ProviderRegistry,
    private readonly sealer: Sealer,
    private readonly buckets: TokenBuckets,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** The wallet that every test key of a merchant uses. It is no connection and needs no credentials. */
  sandbox(tenant: Tenant): GuardedWallet {
    return this.registry.sandbox(tenant);
  }

  /** The wallet of a connection. Throws `CredentialInvalid` if its credentials do not open or cannot be used. */
  walletOf(merchantId: MerchantId, connection: StoredConnection): GuardedWallet {
    const kept = this.open.get(connection.id);
    const stored = { ...connection, merchantId };
    // The stored row decides, so a change counts at once and in every process.
    if (kept !== undefined && isSame(kept.stored, stored)) return kept.wallet;
    const credentials = this.credentialsOf(merchantId, connection);
    const wallet = this.openWith(merchantId, connection, credentials);
    this.open.set(connection.id, { stored, wallet });
    return wallet;
  }

  /** Closes the wallet of a connection that is gone, and keeps its credentials no longer. */
  forget(connectionId: string): void {
    this.open.delete(connectionId);
  }

  /** A wallet with credentials that are not stored yet, for a probe; whoever opened it closes it. Throws `CredentialInvalid`. */
  openWith(
    merchantId: MerchantId,
    connection: Omit<StoredConnection, 'sealedCredentials' | 'role' | 'merchantId'>,
    credentials: unknown,
  ): GuardedWallet {
    return this.registry.open(connection.kind, credentials, {
      tenant: { merchantId, mode: 'live' },
      payee: connection.payee,
      webhook: this.webhookOf(merchantId, connection),
      budget: this.budgetOf(connection.kind, connection.id, credentials),
    });
  }

  /** The credentials of a connection; throws `CredentialInvalid` if they do not open. */
  credentialsOf(
    merchantId: MerchantId,
    { id, sealedCredentials }: Pick<StoredConnection, 'id' | 'sealedCredentials'>,
  ): unknown {
    try {
      const plain = this.sealer.open(sealedCredentials, sealContextOf(merchantId, id));
      return JSON.parse(plain.toString('utf8'));
    } catch {
      // Not kept as the cause: a JSON error quotes what it could not read.
      throw new CredentialInvalid();
    }
  }

  /** Closes every wallet's sockets. */
  async onApplicationShutdown(): Promise<void> {
    const wallets = [...this.open.values()].map(({ wallet }) => wallet);
    for (const timer of this.closing.values()) clearTimeout(timer);
    await Promise.all([...wallets, ...this.closing.keys()].map(closeNow));
    this.closing.clear();
  }

  /** Calls that are under way on a wallet which gives way to others may still end. */
  private closeLater(wallet: GuardedWallet): void {
    const close = (): void => {
      this.closing.delete(wallet);
      void closeNow(wallet);
    };
    this.closing.set(wallet, setTimeout(close, walletBounds.closeAfterMillis).unref());
  }

  private webhookOf(
    merchantId: MerchantId,
    { id, kind, webhookToken, sealedWebhookSecret }: Parameters<OpenWallets['openWith']>[1],
  ): WebhookAddress | null {
    if (sealedWebhookSecret === null) return null;
    const { publicUrl } = this.env;
    const isReachable = publicUrl?.startsWith('https://') === true;
    const url = isReachable ? `${publicUrl.replace(/\/$/, '')}/webhooks/${kind}/${webhookToken}` : null;
    try {
      const secret = this.sealer.open(sealedWebhookSecret, webhookSealContextOf(merchantId, id));
      return { url, secret: secret.toString('utf8') };
    } catch {
      throw new CredentialInvalid();
    }
  }

  private budgetOf(kind: string, connectionId: string, credentials: unknown): CallBudget {
    const definition = this.registry.find(kind);
    if (definition === null || definition.budget === null) return unboundedBudget;
    const account = accountOf(definition, credentials) ?? connectionId;
    // A digest: the account is as a rule the key itself.
    const name = createHash('sha256')
      .update(`turnpike/account/${kind}/${account}`)
      .digest('hex')
      .slice(0, 32);
    return new AccountBudget(this.buckets, name, definition.budget);
  }
}

/** What was stored by another version may be read no more. */
function accountOf(definition: WalletKindDefinition, credentials: unknown): string | null {
  try {
    return definition.account(credentials as object);
  } catch {
    // Not kept as the cause: it may quote what it could not use.
    throw new CredentialInvalid();
  }
}

/** Whether a wallet that was opened for the one may be used for the other: not if the row has gone to another merchant. */
function isSame(one: StoredConnection, other: StoredConnection): boolean {
  const secrets = [one.sealedWebhookSecret, other.sealedWebhookSecret] as const;
  return (
    one.merchantId === other.merchantId &&
    one.kind === other.kind &&
    one.webhookToken === other.webhookToken &&
    one.sealedCredentials.equals(other.sealedCredentials) &&
    one.payee === other.payee &&
    (secrets[0] === null || secrets[1] === null ? secrets[0] === secrets[1] : secrets[0].equals(secrets[1]))
  );
}

async function closeNow(wallet: GuardedWallet): Promise<void> {
  await wallet.close().catch(() => undefined);
}
