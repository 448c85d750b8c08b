import { startScript } from './processes.mjs';
import { compare } from './measure.mjs';
import { makeTokens, RESOURCE, storeTokens } from './tokens.mjs';

const MEGABYTE = 1024 * 1024;

/** Memory of the API after many verifies against after fewer. */
export async function benchMemory(database, { verifies }) {
  const instance = await database.instance('memory');
  const tokens = makeTokens(50_000, instance.tenant);
  await storeTokens(instance.pool, tokens, tokens.length, instance.tenant);
  const api = await startScript('servers/api.mjs', { variables: instance.variables }, 0);
  const load = await startScript('load.mjs', {}, 1);
  const bodies = tokens.map(({ macaroon, preimage }) => ({ macaroon, preimage, resource: RESOURCE }));
  const file = database.writeBodies('memory', bodies);
  await load.ask({ file, path: '/api/l402/challenges/verify', apiKey: instance.apiKey });
  const run = async (count) => {
    const settings = { port: api.port, connections: 64, seconds: 3600, count, expect: '{"valid":true' };
    const { bad, firstBad } = await load.ask(settings);
    if (bad > 0) throw new Error(`${bad} unexpected answers, the first: ${firstBad}`);
    return (await api.ask({ usage: true })).rss / MEGABYTE;
  };
  const early = await run(verifies / 5);
  const late = await run(verifies - verifies / 5);
  console.log(
    `\nMemory of the API\n  after ${verifies / 5} verifies: ${early.toFixed(0)} MB, after ${verifies}: ${late.toFixed(0)} MB`,
  );
  compare('RSS late / early', late / early, 1.1, { atMost: true });
  compare('RSS in MB', late, 200, { atMost: true });
  await api.stop();
  await load.stop();
  await instance.pool.end();
}
