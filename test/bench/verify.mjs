import { setTimeout as pause } from 'node:timers/promises';
import { databaseCpuSeconds, startScript } from './processes.mjs';
import { compare, interleave, measureLoad, printTable } from './measure.mjs';
import { forge, makeTokens, RESOURCE, storeTokens } from './tokens.mjs';

const VERIFY = '/api/l402/challenges/verify';
const CONNECTIONS = 64;
const body = ({ macaroon, preimage }) => ({ macaroon, preimage, resource: RESOURCE });

/** Verify with a durable use per call, against a route that does all of it but the database; and garbage. */
export async function benchVerify(database, { tokens: count, rounds, seconds }) {
  const instance = await database.instance('verify');
  const { tenant, apiKey, masterKey } = instance;
  const tokens = makeTokens(count, tenant);
  await storeTokens(instance.pool, tokens, count, tenant);
  const api = await startScript('servers/api.mjs', { variables: instance.variables }, 0);
  const bare = await startScript('servers/bare-verify.mjs', { apiKey, masterKey, tenant }, 0);
  const load = async (name, bodies) => {
    const generator = await startScript('load.mjs', {}, 1);
    await generator.ask({ file: database.writeBodies(name, bodies), path: VERIFY, apiKey });
    return generator;
  };
  const distinct = await load('distinct', tokens.map(body));
  const hot = await load('hot', tokens.slice(0, 1).map(body));
  const forged = await load('forged', forge(tokens.slice(0, 10_000)).map(body));
  const junk = await load(
    'junk',
    tokens.slice(0, 1000).map((token) => ({ ...body(token), macaroon: 'AgEI!!' })),
  );
  const cpu = () => databaseCpuSeconds(database.postmasterPid);
  const valid = '{"valid":true';
  const invalid = '{"valid":false';

  const first = await measureLoad(
    api,
    distinct,
    { connections: CONNECTIONS, seconds: 600, count, expect: valid },
    cpu,
  );
  const settings = { connections: CONNECTIONS, seconds };
  const variants = [
    { name: 'bare route, no database', server: bare, load: distinct, expect: valid },
    { name: `verify, ${count} tokens`, server: api, load: distinct, expect: valid },
    { name: 'bare route, one token', server: bare, load: hot, expect: valid },
    { name: 'verify, one hot token', server: api, load: hot, expect: valid },
    { name: 'verify, forged signature', server: api, load: forged, expect: invalid },
    { name: 'verify, unreadable macaroon', server: api, load: junk, expect: invalid },
  ];
  const measure = (v) => measureLoad(v.server, v.load, { ...settings, expect: v.expect }, cpu);
  for (const variant of variants)
    await measureLoad(variant.server, variant.load, { ...settings, seconds: 1, expect: variant.expect }, cpu);
  const results = await interleave(variants, rounds, measure);
  const transactions = await statementsDuring(instance.pool, () => measure(variants[4]));

  printTable(`Verify, ${CONNECTIONS} connections`, [
    { name: `verify, first use of each of ${count}`, figures: first },
    ...variants.map(({ name }) => ({ name, figures: results.get(name) })),
  ]);
  const of = (index) => results.get(variants[index].name);
  compare('verify / bare, requests per CPU second', of(1).perCpuSecond / of(0).perCpuSecond, 0.9);
  compare('verify / bare, requests per second', of(1).perSecond / of(0).perSecond, 0.85);
  compare('hot token / bare, requests per CPU second', of(3).perCpuSecond / of(0).perCpuSecond, 1.2);
  compare('forged / valid, requests per CPU second', of(4).perCpuSecond / of(1).perCpuSecond, 1);
  compare('unreadable / valid, requests per CPU second', of(5).perCpuSecond / of(1).perCpuSecond, 1);
  compare('transactions per 1000 forged credentials', transactions, 1, { atMost: true });
  compare('share of counter updates that are HOT', await hotShare(instance.pool), 0.99);
  for (const each of [api, bare, distinct, hot, forged, junk]) await each.stop();
  await instance.pool.end();
}

/** PostgreSQL tells the last transactions of a session that has become idle up to ten seconds late. */
const STATISTICS_LATE_MILLIS = 11_000;

/** Transactions in the database per thousand requests; a few belong to the process's own housekeeping. */
async function statementsDuring(pool, run) {
  await pause(STATISTICS_LATE_MILLIS);
  const read = async () => {
    await pool.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await pool.query(
      `SELECT xact_commit::int AS n FROM pg_stat_database WHERE datname = current_database()`,
    );
    return rows[0].n;
  };
  const before = await read();
  const { requests } = await run();
  await pause(STATISTICS_LATE_MILLIS);
  return ((await read()) - before) / (requests / 1000);
}

async function hotShare(pool) {
  const { rows } = await pool.query(
    `SELECT n_tup_hot_upd::float8 / greatest(n_tup_upd, 1) AS share FROM pg_stat_user_tables WHERE relname = 'challenge_ledger'`,
  );
  return rows[0].share;
}
