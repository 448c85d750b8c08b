import { startEmbeddedPostgres } from '@turnpike/embedded-postgres';
import type { EmbeddedPostgres } from '@turnpike/embedded-postgres';
import { Client } from 'pg';
import { temporaryDirectory } from './temporary-directory.js';

/** A PostgreSQL of one's own that can be stopped and started again at the same address, with its data. */
export class StoppableDatabase {
  url = '';
  private server: EmbeddedPostgres | null = null;
  private folder: Awaited<ReturnType<typeof temporaryDirectory>> | null = null;

  /** Starts it, for the first time or again. */
  async start(): Promise<void> {
    this.folder ??= await temporaryDirectory();
    const port = this.url === '' ? {} : { port: Number(new URL(this.url).port) };
    const dataDir = `${this.folder.path}/data`;
    this.server = await startEmbeddedPostgres({ dataDir, log: () => undefined, ...port });
    this.url = await this.server.database('turnpike');
  }

  /** Stops it, which breaks every connection. */
  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = null;
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    await this.folder?.remove();
  }

  /** Runs one statement on a connection of its own. */
  async query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  }
}
