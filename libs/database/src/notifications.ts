import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '@turnpike/config';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Client, escapeIdentifier } from 'pg';
import { connectionSettings } from './connection-settings.js';
import { HotPool } from './hot-pool.js';

/** Gets what was published on its channel. What it throws is logged and keeps nobody else from hearing. */
export type NotificationHandler = (payload: string) => void;

const retryMillisMin = 50;
const retryMillisMax = 2_000;
const pingMillis = 15_000;

/**
 * Messages between processes over LISTEN and NOTIFY, on one connection of its own that is made again after every loss.
 * What is published meanwhile is lost to this process: use it to hurry, never to rely on.
 */
@Injectable()
export class Notifications implements OnApplicationShutdown {
  private readonly logger = new Logger(Notifications.name);
  private readonly handlers = new Map<string, Set<NotificationHandler>>();
  private readonly closing = new AbortController();
  private client: Client | undefined;
  private connected: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly pool: HotPool,
  ) {}

  /** Tells every subscriber, this process's own too. The payload must be shorter than `limits.notificationBytesMax`. */
  async publish(channel: string, payload: string): Promise<void> {
    if (Buffer.byteLength(payload) > limits.notificationBytesMax)
      throw new RangeError('the payload is too long');
    await this.pool.query({ name: 'notify', text: 'SELECT pg_notify($1, $2)', values: [channel, payload] });
  }

  /**
   * Hears a channel from when the promise resolves, which waits for the database if need be, until the returned function
   * is called.
   */
  async subscribe(channel: string, handler: NotificationHandler): Promise<() => void> {
    const handlers = this.handlers.get(channel) ?? new Set();
    this.handlers.set(channel, handlers.add(handler));
    await (this.connected ??= this.connect());
    await this.listen(channel);
    return () => void handlers.delete(handler);
  }

  /** Stops listening. */
  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    for (let wait = retryMillisMin; !this.closing.signal.aborted; wait = Math.min(wait * 2, retryMillisMax)) {
      const client = new Client(connectionSettings(this.url));
      client.on('error', () => undefined);
      client.on('notification', ({ channel, payload }) => this.deliver(channel, payload ?? ''));
      try {
        await client.connect();
        for (const channel of this.handlers.keys()) await client.query(`LISTEN ${escapeIdentifier(channel)}`);
        if (this.closing.signal.aborted) {
          await client.end();
        } else {
          this.client = client;
          this.watch(client);
        }
        return;
      } catch {
        await client.end().catch(() => undefined);
        await pause(wait, undefined, { signal: this.closing.signal }).catch(() => undefined);
      }
    }
  }

  /** A server that vanished without a word would never be missed on a connection that only listens: so it is asked. */
  private watch(client: Client): void {
    const ping = setInterval(() => {
      client.query('SELECT 1').catch(() => client.end().catch(() => undefined));
    }, pingMillis);
    ping.unref();
    client.once('end', () => {
      clearInterval(ping);
      if (this.client !== client) return;
      this.client = undefined;
      this.logger.warn('lost the connection that listens; connecting again');
      this.connected = this.connect();
    });
  }

  private async listen(channel: string): Promise<void> {
    // If the connection is lost meanwhile, the next one listens to every channel from the start.
    await this.client?.query(`LISTEN ${escapeIdentifier(channel)}`).catch(() => undefined);
  }

  private deliver(channel: string, payload: string): void {
    for (const handler of this.handlers.get(channel) ?? []) {
      try {
        handler(payload);
      } catch (error) {
        this.logger.error(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
