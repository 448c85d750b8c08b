import { databaseCpuSeconds, startScript } from './processes.mjs';
import { compare, interleave, measureLoad, printTable } from './measure.mjs';
import { RESOURCE } from './tokens.mjs';

const CONNECTIONS = 32;

/** Mint with the sandbox wallet, against a route that signs, decodes and inserts once. */
export async function benchMint(database, { rounds, seconds }) {
  const instance = await database.instance('mint');
  const { tenant, apiKey, masterKey, databaseUrl } = instance;
  const api = await startScript('servers/api.mjs', { variables: instance.variables }, 0);
  const bare = await startScript('servers/bare-mint.mjs', { tenant, masterKey, databaseUrl }, 0);
  const load = await startScript('load.mjs', {}, 1);
  const bodies = Array.from({ length: 1000 }, (_, n) => ({
    resource: `${RESOURCE}/${n}`,
    priceSats: 100 + n,
  }));
  await load.ask({ file: database.writeBodies('mint', bodies), path: '/api/l402/challenges', apiKey });
  const cpu = () => databaseCpuSeconds(database.postmasterPid);
  const settings = { connections: CONNECTIONS, seconds, expect: '{"invoice":"lnbcrt' };
  const variants = [
    { name: 'bare route, one INSERT', server: bare },
    { name: 'mint, sandbox wallet', server: api },
  ];
  const measure = ({ server }) => measureLoad(server, load, settings, cpu);
  for (const variant of variants) await measure(variant);
  const results = await interleave(variants, rounds, measure);
  printTable(
    `Mint, ${CONNECTIONS} connections`,
    variants.map(({ name }) => ({ name, figures: results.get(name) })),
  );
  const of = (index) => results.get(variants[index].name);
  compare('mint / bare, requests per CPU second', of(1).perCpuSecond / of(0).perCpuSecond, 0.6);
  for (const each of [api, bare, load]) await each.stop();
  await instance.pool.end();
}
