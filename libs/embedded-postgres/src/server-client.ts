import { Client } from 'pg';

/** Not empty, as an empty text would leave room for PGOPTIONS; and what the server is set to anyway. */
const options = '-c TimeZone=UTC';

/**
 * A client for the server that we started, not connected yet. What PG* variables say is about some other server, so none
 * of them counts: the URL and these settings say everything. That a connection is lost is told by its `end`.
 */
export function serverClient(url: string): Client {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options,
  });
  client.on('error', () => undefined);
  return client;
}
