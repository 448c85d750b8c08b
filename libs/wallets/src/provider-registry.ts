import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, ENV, type Env } from '@turnpike/config';
import type { Network, Tenant } from '@turnpike/l402';
import { Logger, Metrics } from '@turnpike/observability';
import { AddressGuard } from '@turnpike/outbound';
import { unboundedBudget } from './call-budget.js';
import { GuardedWallet, type WalletReport } from './guarded-wallet.js';
import { SandboxFactory } from './sandbox/sandbox-factory.js';
import { CredentialInvalid } from './wallet-errors.js';
import {
  isWalletKind,
  type ConnectionContext,
  type WalletKind,
  type WalletKindDefinition,
} from './wallet-kind.js';
import { createWalletKinds } from './wallet-kinds.js';
import type { WalletProvider } from './wallet-provider.js';

/** What a provider is made from; the credentials are as they came out of the seal, not yet looked at. */
export interface ConnectionSettings {
  readonly tenant: Tenant;
  readonly credentials: unknown;
}

/** Makes the provider of one connection of a kind that is not shipped. Throws `CredentialInvalid` for credentials it cannot use. */
export type WalletFactory = (settings: ConnectionSettings) => WalletProvider;

/** Makes connections of every kind, and puts the guard before each, so that no caller can go around it. */
@Injectable()
export class ProviderRegistry implements OnApplicationShutdown {
  private readonly kinds: Record<WalletKind, WalletKindDefinition>;
  private readonly added = new Map<string, WalletKindDefinition>();

  constructor(
    private readonly sandboxes: SandboxFactory,
    private readonly clock: Clock,
    guard: AddressGuard,
    logger: Logger,
    private readonly metrics: Metrics,
    @Inject(ENV) private readonly env: Env,
  ) {
    const services = { strike: new URL(env.strikeUrl), openNode: new URL(env.openNodeUrl) };
    this.kinds = createWalletKinds({ guard, clock, logger }, services);
  }

  /** Adds a kind that this program does not ship: for tests with a wallet of their own. Throws for one that it does. */
  add(kind: string, factory: WalletFactory): void {
    if (kind === 'sandbox' || isWalletKind(kind)) throw new RangeError('a wallet kind of this name exists');
    this.added.set(kind, foreignKind(factory));
  }

  /** The kind of that name; null if there is none. */
  find(kind: string): WalletKindDefinition | null {
    return this.added.get(kind) ?? (isWalletKind(kind) ? this.kinds[kind] : null);
  }

  /** The networks that wallets of that tenant may be on. */
  networksOf({ mode }: Tenant): readonly Network[] {
    return mode === 'live' ? this.env.walletAllowNetworks : ['regtest'];
  }

  /** The sandbox of a merchant. */
  sandbox(tenant: Tenant): GuardedWallet {
    const report = this.reportOf('sandbox');
    return new GuardedWallet(this.sandboxes.open(tenant), this.networksOf(tenant), this.clock, report);
  }

  /** Opens a connection. An unknown kind and unusable credentials throw `CredentialInvalid`. */
  open(kind: string, credentials: unknown, context: ConnectionContext): GuardedWallet {
    const definition = this.find(kind);
    if (definition === null) throw new CredentialInvalid();
    return new GuardedWallet(
      openOrRefuse(definition, credentials, context),
      this.networksOf(context.tenant),
      this.clock,
      this.reportOf(isWalletKind(kind) ? kind : 'other'),
    );
  }

  private reportOf(kind: WalletKind | 'sandbox' | 'other'): WalletReport {
    return (call, outcome, seconds) => this.metrics.walletCall(kind, call, outcome, seconds);
  }

  /** Ends what connections share. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(Object.values(this.kinds).map(async (kind) => kind.close?.()));
  }
}

function openOrRefuse(
  definition: WalletKindDefinition,
  credentials: unknown,
  context: ConnectionContext,
): WalletProvider {
  try {
    return definition.open(credentials as object, context);
  } catch {
    // Not kept as the cause: it may quote what it could not use.
    throw new CredentialInvalid();
  }
}

function foreignKind(factory: WalletFactory): WalletKindDefinition {
  return {
    habits: { firstStepSeconds: 1, lateLooks: false },
    budget: null,
    addresses: () => [],
    account: () => null,
    parse: (credentials) => credentials as object,
    open: (credentials, { tenant }) => factory({ tenant, credentials }),
  };
}

/** What a connection is opened with where nothing is known of it yet. */
export function bareContext(tenant: Tenant): ConnectionContext {
  return { tenant, payee: null, webhook: null, budget: unboundedBudget };
}
