import { setTimeout as pause } from 'node:timers/promises';

import { HotPool } from '@turnpike/database';

/** What is on record about the stream of a wallet. */
export interface BookedStream {
  readonly connectionId: string;
  readonly holder: string;
  readonly fence: number;
  readonly cursor: string | null;
  /** Whether its holder says that it stands. */
  readonly isAlive: boolean;
}

const ALL = `
SELECT connection_id AS "connectionId", holder, fence, cursor, lease_until > now() AND alive_until IS NOT NULL AS "isAlive"
FROM wallet_stream ORDER BY connection_id`;

const POLL_MILLIS = 100;

/** Who holds which stream, as it stands in the database of an instance. */
export class StreamBooks {
  private readonly pool: HotPool;

  constructor(
    databaseUrl: string,
    private readonly deadline: AbortSignal,
  ) {
    this.pool = new HotPool(databaseUrl, 1);
  }

  /** All streams that are or were held. */
  async all(): Promise<readonly BookedStream[]> {
    return (await this.pool.query<BookedStream>({ text: ALL })).rows;
  }

  /** Resolves with the streams when there are so many and this is true of each. */
  async until(count: number, isSo: (stream: BookedStream) => boolean): Promise<readonly BookedStream[]> {
    for (;;) {
      const streams = await this.all();
      if (streams.length === count && streams.every(isSo)) return streams;
      await pause(POLL_MILLIS, undefined, { signal: this.deadline });
    }
  }

  /** Closes the connection. */
  close(): Promise<void> {
    return this.pool.onApplicationShutdown();
  }
}
