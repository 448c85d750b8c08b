import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { applyMigrations } from '../../dist/libs/database/src/index.js';
import { startEmbeddedPostgres } from '../../dist/libs/embedded-postgres/src/index.js';
import { newApiKey } from '../../dist/libs/secrets/src/index.js';
import { MASTER_KEY } from './tokens.mjs';

const home = process.getuid?.() === 0 ? '/var/tmp' : tmpdir();

/** The embedded PostgreSQL with its usual, durable settings, in a directory of its own. */
export async function startDatabase() {
  const dataDir = mkdtempSync(join(home, 'turnpike-bench-'));
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  return {
    directory: dataDir,
    postmasterPid: Number.parseInt(readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8'), 10),
    /** A migrated database with one merchant, and what a server needs to serve it. */
    async instance(name) {
      const databaseUrl = await server.database(name);
      await applyMigrations(databaseUrl);
      const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
      pool.on('error', () => undefined);
      const tenant = { merchantId: 1, mode: 'test' };
      const { key: apiKey, prefix, hash } = newApiKey('test');
      await pool.query(
        `INSERT INTO merchant (name, email, created_at) VALUES ('bench', 'bench@localhost', now())`,
      );
      await pool.query(
        `INSERT INTO api_key (id, merchant_id, mode, scopes, prefix, secret_hash, created_at)
         VALUES ('key_bench', 1, 0, '{challenges:write,challenges:verify,challenges:read,merchant:admin}', $1, $2, now())`,
        [prefix, hash],
      );
      const off = { RATE_LIMIT_VERIFY: '0', RATE_LIMIT_MINT: '0', OPEN_CHALLENGES_MAX: '1000000000' };
      const rings = {
        MASTER_KEYS: `1:${MASTER_KEY}`,
        INVOICE_KEYS: `1:${MASTER_KEY}`,
        SEAL_KEYS: `1:${MASTER_KEY}`,
      };
      const variables = { PORT: '0', DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', ...rings, ...off };
      return { databaseUrl, pool, tenant, apiKey, masterKey: MASTER_KEY, variables };
    },
    /** Writes bodies, one a line, for the load generator. */
    writeBodies(name, bodies) {
      const file = join(dataDir, `${name}.jsonl`);
      writeFileSync(file, bodies.map((body) => JSON.stringify(body)).join('\n'));
      return file;
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
