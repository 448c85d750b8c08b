// Native ES modules, outside Jest's sandbox: launcher and migrations come from the build.
import { clusterDirectory, removeLeftovers } from './test-cluster.mjs';

const template = 'turnpike_template';

/** Starts one throw-away PostgreSQL for the whole run, with a migrated database that every test file clones. */
export default async function setUp() {
  const { startEmbeddedPostgres, applyMigrations } = await builtLibs();
  removeLeftovers();
  const server = await startEmbeddedPostgres({
    dataDir: clusterDirectory,
    throwAway: true,
    log: console.error,
  });
  await applyMigrations(await server.database(template));
  globalThis.turnpikeTestServer = server;
  process.env.TURNPIKE_TEST_SERVER = server.url('postgres');
  process.env.TURNPIKE_TEST_TEMPLATE = template;
}

async function builtLibs() {
  try {
    const [launcher, database] = await Promise.all([
      import('../../dist/libs/embedded-postgres/src/index.js'),
      import('../../dist/libs/database/src/index.js'),
    ]);
    return { ...launcher, ...database };
  } catch (cause) {
    throw new Error('the tests need the build: run `npm run build` first', { cause });
  }
}
