import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import { redisBounds } from './redis-bounds.js';

/** What a connection is for, which decides what it does while Redis is away. */
export type ConnectionPurpose = keyof typeof OPTIONS;

/** Is told when a connection is lost, once per loss, and when it is back. */
export interface ConnectionWitness {
  lost(purpose: ConnectionPurpose, error: Error): void;
  back(purpose: ConnectionPurpose): void;
}

const COMMON = {
  lazyConnect: true,
  connectTimeout: redisBounds.connectMillis,
  disconnectTimeout: redisBounds.quitMillis,
  keepAlive: 10_000,
  retryStrategy: (attempt: number): number =>
    Math.min(50 * 2 ** Math.min(attempt, 10), redisBounds.reconnectMillisMax),
};

const FAILS_FAST = { ...COMMON, enableOfflineQueue: false, maxRetriesPerRequest: 0 };
const WAITS = { ...COMMON, enableOfflineQueue: true, maxRetriesPerRequest: null };

const OPTIONS = {
  /** Commands that a request waits for: refused at once while Redis is away, given up when it is slow. */
  commands: { ...FAILS_FAST, commandTimeout: redisBounds.commandMillis, enableAutoPipelining: true },
  /** Adding jobs: the same with more patience. */
  producer: { ...FAILS_FAST, commandTimeout: redisBounds.producerMillis },
  /** Taking jobs: waits for Redis to come back. */
  worker: WAITS,
  /** Listening: waits, and subscribes again to what it was subscribed to. */
  subscriber: WAITS,
} satisfies Record<string, RedisOptions>;

/**
 * Every connection of this process to Redis, one per purpose, opened when first asked for. A lost connection is
 * opened again for ever, in growing steps; nothing here throws because Redis is away.
 */
export class RedisConnections {
  private readonly open = new Map<ConnectionPurpose, Redis>();
  private closed = false;

  constructor(
    private readonly url: string | null,
    private readonly witness: ConnectionWitness,
  ) {}

  /** Whether this process has a Redis at all. */
  get configured(): boolean {
    return this.url !== null;
  }

  /** The connection for that purpose. Throws if no Redis is configured or everything is closed: ask first. */
  for(purpose: ConnectionPurpose): Redis {
    const known = this.open.get(purpose);
    if (known !== undefined) return known;
    if (this.url === null || this.closed) throw new Error('there is no Redis to connect to');
    const client = new Redis(this.url, OPTIONS[purpose]);
    this.watch(purpose, client);
    this.open.set(purpose, client);
    // What is refused here is told to the witness, and tried again.
    client.connect().catch(() => undefined);
    return client;
  }

  /** Says goodbye on every connection, within a bound, and opens no other. */
  async close(): Promise<void> {
    this.closed = true;
    const clients = [...this.open.values()];
    this.open.clear();
    await Promise.all(clients.map((client) => leave(client)));
  }

  /** Closes everything when the application has shut down; Nest calls it. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private watch(purpose: ConnectionPurpose, client: Redis): void {
    let away = false;
    const lost = (error: Error): void => {
      if (away || this.closed) return;
      away = true;
      this.witness.lost(purpose, error);
    };
    client.on('error', lost);
    client.on('close', () => lost(new Error('the connection was closed')));
    client.on('ready', () => {
      if (!away) return;
      away = false;
      this.witness.back(purpose);
    });
  }
}

async function leave(client: Redis): Promise<void> {
  if (client.status === 'ready') {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, redisBounds.quitMillis);
    });
    const goodbye = client.quit().then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([goodbye, patience]);
    clearTimeout(timer);
  }
  client.disconnect();
}

/** Resolves when the connection can be used, however long that takes; rejects when it is closed for good. */
export async function untilReady(client: Redis): Promise<void> {
  if (client.status === 'ready') return;
  if (client.status === 'end') throw new Error('the connection to Redis was closed');
  await new Promise<void>((resolve, reject) => {
    const ready = (): void => {
      client.off('end', end);
      resolve();
    };
    const end = (): void => {
      client.off('ready', ready);
      reject(new Error('the connection to Redis was closed'));
    };
    client.once('ready', ready);
    client.once('end', end);
  });
}
