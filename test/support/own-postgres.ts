import { applyMigrations } from '@turnpike/database';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@turnpike/embedded-postgres';
import { Client } from 'pg';

import { temporaryDirectory } from './temporary-directory.js';
import { type TestDatabase } from './test-database.js';

type Folder = Awaited<ReturnType<typeof temporaryDirectory>>;

/** Every connection to the database but the asking one. */
const OTHERS = `FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
  AND pid <> pg_backend_pid()`;

/**
 * A migrated database on a PostgreSQL of one's own that keeps what it has committed, to be stopped and started again at
 * the same address.
 */
export class OwnPostgres implements TestDatabase {
  private constructor(
    private readonly folder: Folder,
    private server: EmbeddedPostgres,
    readonly url: string,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const folder = await temporaryDirectory();
    const server = await startIn(folder);
    const url = await server.database('turnpike');
    await applyMigrations(url);
    return new OwnPostgres(folder, server, url);
  }

  /** Stops the server, which cuts off whoever is connected; what is not committed by then is rolled back. */
  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Starts it again after `stop`. */
  async resume(): Promise<void> {
    this.server = await startIn(this.folder, Number(new URL(this.url).port));
  }

  /** Ends every connection from the side of the server, whatever it is doing. */
  async cutConnections(): Promise<void> {
    await this.ask(`SELECT pg_terminate_backend(pid) ${OTHERS}`);
  }

  /** Kills one serving process, upon which PostgreSQL ends all others too and recovers as after a crash. */
  async crash(): Promise<void> {
    const [victim] = await this.ask<{ pid: number }>(`SELECT pid ${OTHERS} LIMIT 1`);
    if (victim === undefined) throw new Error('nobody is connected');
    process.kill(victim.pid, 'SIGKILL');
  }

  async drop(): Promise<void> {
    await this.server.stop();
    await this.folder.remove();
  }

  private async ask<Row extends object>(text: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }
}

function startIn(folder: Folder, port?: number): Promise<EmbeddedPostgres> {
  const at = port === undefined ? {} : { port };
  return startEmbeddedPostgres({ dataDir: `${folder.path}/data`, log: () => undefined, ...at });
}
