import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV, type Env } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import { GuardedWallet } from './guarded-wallet.js';
import { SandboxFactory } from './sandbox/sandbox-factory.js';
import { CredentialInvalid } from './wallet-errors.js';
import type { WalletProvider } from './wallet-provider.js';

/** The kinds of wallet that there are. */
export type WalletKind = 'sandbox';

/** What a provider is made from; the credentials are as they came out of the seal, not yet looked at. */
export interface ConnectionSettings {
  readonly tenant: Tenant;
  readonly credentials: unknown;
}

/** Makes the provider of one connection. Throws `CredentialInvalid` for credentials it cannot use. */
export type WalletFactory = (settings: ConnectionSettings) => WalletProvider;

/** Makes connections of every kind, and puts the guard before each, so that no caller can go around it. */
@Injectable()
export class ProviderRegistry {
  private readonly factories: Record<WalletKind, WalletFactory>;
  private readonly added = new Map<string, WalletFactory>();

  constructor(
    sandbox: SandboxFactory,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.factories = { sandbox: ({ tenant }) => sandbox.open(tenant) };
  }

  /** Adds a kind that this program does not ship: for tests with a wallet of their own. Throws for one that it does. */
  add(kind: string, factory: WalletFactory): void {
    if (isWalletKind(kind, this.factories)) throw new RangeError('a wallet kind of this name exists');
    this.added.set(kind, factory);
  }

  /** Opens a connection. An unknown kind and unusable credentials throw `CredentialInvalid`. */
  open(kind: string, settings: ConnectionSettings): GuardedWallet {
    const factory =
      this.added.get(kind) ?? (isWalletKind(kind, this.factories) ? this.factories[kind] : null);
    if (factory === null) throw new CredentialInvalid();
    const networks = settings.tenant.mode === 'live' ? this.env.walletAllowNetworks : ['regtest' as const];
    return new GuardedWallet(factory(settings), networks, this.clock);
  }
}

function isWalletKind(kind: string, factories: Record<WalletKind, WalletFactory>): kind is WalletKind {
  return Object.hasOwn(factories, kind);
}
