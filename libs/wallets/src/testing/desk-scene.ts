import { randomBytes } from 'node:crypto';
import { ManualClock, parseEnv } from '@turnpike/config';
import { ColdPool, HotPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { createLogger, Metrics } from '@turnpike/observability';
import { AddressGuard } from '@turnpike/outbound';
import { MemoryTokenBuckets } from '@turnpike/redis';
import { InvoiceKeys, KeyRing, Sealer } from '@turnpike/secrets';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { ConnectPrimary } from '../connections/connect-primary.js';
import { ConnectWallet, type ConnectionWish } from '../connections/connect-wallet.js';
import { HabitsOfConnections } from '../connections/connection-habits.js';
import { ConnectionHabitsRepository } from '../connections/connection-habits.repository.js';
import { ConnectionDeskRepository } from '../connections/connection-desk.repository.js';
import { ConnectionRepository } from '../connections/connection.repository.js';
import { OpenWallets } from '../connections/open-wallets.js';
import { ProbeWallet } from '../connections/probe-wallet.js';
import type { ConnectionView, StoredConnection, WalletRole } from '../connections/stored-connection.js';
import { WalletAlerts } from '../connections/wallet-alerts.js';
import { WalletAlertsRepository } from '../connections/wallet-alerts.repository.js';
import { WalletConnections } from '../connections/wallet-connections.js';
import { WalletHealth } from '../connections/wallet-health.js';
import { WalletHealthRepository } from '../connections/wallet-health.repository.js';
import { WebhookRegistration } from '../connections/webhook-registration.js';
import { credentialMembers, credentialText, InvalidCredentials } from '../invalid-credentials.js';
import { InvoicePreimages } from '../invoice-preimages.js';
import { ProviderRegistry } from '../provider-registry.js';
import type { SandboxFactory } from '../sandbox/sandbox-factory.js';
import { defineWalletKind, type ConnectionContext, type WalletKindDefinition } from '../wallet-kind.js';
import { Wallets } from '../wallets.js';
import { DeskNode, DeskWallet } from './desk-wallet.js';
import { WalletRows } from './wallet-rows.js';

interface DeskCredentials {
  readonly node: string;
  readonly url?: string;
}

/** The number of the merchant whose wallets a scene is about. */
export const MERCHANT = 1 as MerchantId;

/**
 * Everything by which merchants manage wallets, on a database of its own, with wallets of the kind `desk` whose credentials
 * name a node: `{node: "a"}`. Node names that begin with `bygone` were fine when they were stored and are not read any more.
 */
export class DeskScene {
  readonly clock = new ManualClock(new Date('2026-11-20T12:00:00Z'));
  readonly rows: WalletRows;
  readonly registry: ProviderRegistry;
  readonly open: OpenWallets;
  readonly desk: ConnectionDeskRepository;
  readonly stored: ConnectionRepository;
  readonly connect: ConnectWallet;
  readonly primary: ConnectPrimary;
  readonly connections: WalletConnections;
  readonly health: WalletHealth;
  readonly alerts: WalletAlerts;
  readonly wallets: Wallets;
  /** What connections were opened with, in order. */
  readonly opened: ConnectionContext[] = [];
  readonly logger = createLogger({ logLevel: 'silent' });
  private readonly nodes = new Map<string, DeskNode>();
  private readonly env = parseEnv({
    WALLET_ALLOW_NETWORKS: 'mainnet,regtest',
    PUBLIC_URL: 'https://pay.example',
  });

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: ColdPool,
    private readonly hot: HotPool,
    readonly sealer: Sealer,
  ) {
    const { clock, env, logger } = this;
    const guard = new AddressGuard([]);
    this.rows = new WalletRows(pool);
    this.registry = new ProviderRegistry({} as SandboxFactory, clock, guard, logger, new Metrics(), env);
    (Reflect.get(this.registry, 'added') as Map<string, WalletKindDefinition>).set('desk', this.kind());
    this.open = this.openWith(sealer);
    this.desk = new ConnectionDeskRepository(pool);
    this.stored = new ConnectionRepository(hot);
    const preimages = new InvoicePreimages(new InvoiceKeys([{ kid: 9, key: randomBytes(32) }]));
    const probe = new ProbeWallet(this.registry, preimages, clock);
    const registration = new WebhookRegistration(logger);
    this.connect = new ConnectWallet(
      this.registry,
      guard,
      this.open,
      probe,
      this.desk,
      sealer,
      registration,
      clock,
    );
    this.primary = new ConnectPrimary(this.registry, this.connect, this.desk, this.open, clock);
    this.connections = new WalletConnections(
      this.registry,
      this.desk,
      this.stored,
      this.open,
      probe,
      registration,
      clock,
      logger,
    );
    this.health = new WalletHealth(new WalletHealthRepository(pool), clock, logger);
    this.alerts = new WalletAlerts(new WalletAlertsRepository(pool), clock, logger);
    const habits = new HabitsOfConnections(new ConnectionHabitsRepository(pool), this.registry, clock);
    this.wallets = new Wallets(this.stored, this.open, preimages, this.health, this.alerts, habits, clock);
  }

  /** Opens one; the seal keys are the ones given, the first of them the current one. */
  static async start(sealer = sealerOf({ kid: 1 })): Promise<DeskScene> {
    const database = await createTestDatabase();
    const [pool, hot] = [new ColdPool(database.url, 10), new HotPool(database.url, 4)];
    return new DeskScene(database, pool, hot, sealer);
  }

  /** Where the database is. */
  get databaseUrl(): string {
    return this.database.url;
  }

  /** The node of that name. */
  node(name: string): DeskNode {
    const node = this.nodes.get(name) ?? new DeskNode();
    this.nodes.set(name, node);
    return node;
  }

  /** The wallets of a process with other seal keys. */
  openWith(sealer: Sealer): OpenWallets {
    return new OpenWallets(this.registry, sealer, new MemoryTokenBuckets(this.clock), this.env);
  }

  /** A wish to connect the node of that name. */
  wish(node: string, role: WalletRole | null = null, change: Partial<ConnectionWish> = {}): ConnectionWish {
    return { kind: 'desk', label: null, credentials: { node }, role, acceptSpendRisk: false, ...change };
  }

  /** Connects the node of that name. */
  add(node: string, role: WalletRole | null = null, merchantId = MERCHANT): Promise<ConnectionView> {
    return this.connect.run(merchantId, this.wish(node, role));
  }

  /** A connection as it is stored. */
  async row(id: string, merchantId = MERCHANT): Promise<StoredConnection> {
    const row = await this.stored.find(merchantId, id);
    if (row === null) throw new Error('there is no such connection');
    return row;
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.open.onApplicationShutdown();
    await Promise.all([this.pool, this.hot].map((pool) => pool.onApplicationShutdown()));
    await this.database.drop();
  }

  private kind(): WalletKindDefinition {
    return defineWalletKind<DeskCredentials>({
      habits: { firstStepSeconds: 1, lateLooks: false },
      budget: {
        create: { burst: 1_000, perMinute: 1 },
        'look-up': { burst: 1_000, perMinute: 1 },
        other: { burst: 1_000, perMinute: 1 },
      },
      addresses: ({ url }) => (url === undefined ? [] : [{ member: 'url', url: new URL(url) }]),
      account: ({ node }) => node,
      parse: (credentials) => {
        const members = credentialMembers(credentials);
        const node = credentialText(members, 'node');
        if (node.startsWith('bygone')) throw new InvalidCredentials({ node: 'is too old' });
        const { url } = members;
        return typeof url === 'string' ? { node, url } : { node };
      },
      open: ({ node }, context) => {
        this.opened.push(context);
        return new DeskWallet(this.node(node), context.payee, this.clock);
      },
    });
  }
}

/** A sealer with keys of these numbers, the first of them the current one; a key that is absent is made up. */
export function sealerOf(...keys: readonly { readonly kid: number; readonly key?: Buffer }[]): Sealer {
  return new Sealer(new KeyRing(keys.map(({ kid, key = randomBytes(32) }) => ({ kid, key }))));
}
