import { databaseCpuSeconds, startScript } from './processes.mjs';
import { compare, interleave, measureLoad, printTable } from './measure.mjs';
import { makeTokens, RESOURCE, storeTokens } from './tokens.mjs';

const CONNECTIONS = 64;

/** Verify with many stored challenges against few, tokens at random. */
export async function benchSize(database, { rounds, seconds, stored }) {
  const cpu = () => databaseCpuSeconds(database.postmasterPid);
  const variants = [];
  for (const total of [1_000, stored]) {
    const instance = await database.instance(`size_${total}`);
    const tokens = makeTokens(Math.min(total, 100_000), instance.tenant);
    await storeTokens(instance.pool, tokens, total, instance.tenant);
    const load = await startScript('load.mjs', {}, 1);
    const bodies = shuffled(tokens).map(({ macaroon, preimage }) => ({
      macaroon,
      preimage,
      resource: RESOURCE,
    }));
    const file = database.writeBodies(`size-${total}`, bodies);
    await load.ask({ file, path: '/api/l402/challenges/verify', apiKey: instance.apiKey });
    const server = await startScript(
      'servers/api.mjs',
      { variables: instance.variables, forgetful: true },
      0,
    );
    const settings = { connections: CONNECTIONS, expect: '{"valid":true' };
    await measureLoad(server, load, { ...settings, seconds: 600, count: tokens.length }, cpu);
    await instance.pool.query('CHECKPOINT');
    variants.push({ name: `${total} stored challenges`, server, load, instance, settings });
  }
  const measure = (v) => measureLoad(v.server, v.load, { ...v.settings, seconds }, cpu);
  const results = await interleave(variants, rounds, measure);
  printTable(
    'Verify by number of stored challenges, no token remembered',
    variants.map(({ name }) => ({ name, figures: results.get(name) })),
  );
  const [few, many] = variants.map(({ name }) => results.get(name));
  const all = (figures) => figures.nodeMicros + figures.databaseMicros;
  compare('Node, many / few', many.nodeMicros / few.nodeMicros, 1.2, { atMost: true });
  compare('Node + PostgreSQL, many / few', all(many) / all(few), 2, { atMost: true });
  for (const { server, load, instance } of variants) {
    await server.stop();
    await load.stop();
    await instance.pool.end();
  }
}

/** In an order that the keys do not follow; the same in every run. */
function shuffled(items) {
  const list = [...items];
  let state = 42;
  for (let i = list.length - 1; i > 0; i -= 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = state % (i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}
