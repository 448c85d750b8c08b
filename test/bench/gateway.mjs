import { once } from 'node:events';
import { get } from 'node:http';
import { databaseCpuSeconds, startScript } from './processes.mjs';
import { compare, interleave, measureLoad, median, printTable } from './measure.mjs';
import { makeTokens, storeTokens } from './tokens.mjs';

const PROXY_ID = 'bench-abcd';
const PATH = `/l402/proxy/${PROXY_ID}/x`;
const EXPECT = 'xxxx';
const MEGABYTE = 1024 * 1024;
const GIGABYTE = 1024 * MEGABYTE;

/** A paid request through the gateway, against the same without checks and against a plain proxy; and a large answer. */
export async function benchGateway(database, { rounds, seconds }) {
  const instance = await database.instance('gateway');
  const { tenant, pool } = instance;
  const upstream = await startScript('servers/upstream.mjs', {}, 1);
  const target = `http://127.0.0.1:${upstream.port}`;
  await pool.query(
    `INSERT INTO proxy (public_id, merchant_id, mode, name, target_base_url, default_price_sats, created_at, updated_at)
     VALUES ($1, 1, 0, 'bench', $2, 100, now(), now())`,
    [PROXY_ID, target],
  );
  const tokens = makeTokens(1_000, tenant, PATH);
  await storeTokens(pool, tokens, tokens.length, tenant);
  const variables = { ...instance.variables, ADDRESS_ALLOW: '127.0.0.1', RATE_LIMIT_GATEWAY: '0' };
  const paying = await startScript('servers/gateway.mjs', { variables }, 0);
  const free = await startScript('servers/gateway.mjs', { variables, free: true }, 0);
  const plain = await startScript('servers/http-proxy.mjs', { upstream: target, prefix: '/l402/proxy' }, 0);
  const one = await loadOf(database, 'one', tokens.slice(0, 1));
  const many = await loadOf(database, 'many', tokens);
  const cpu = () => databaseCpuSeconds(database.postmasterPid);
  const variants = [
    { name: 'paid, one reusable token', server: paying, load: one },
    { name: 'paid, 1000 reusable tokens', server: paying, load: many },
    { name: 'the same without payment', server: free, load: one },
    { name: '@fastify/http-proxy alone', server: plain, load: one },
  ];
  const at = async (connections) => {
    const settings = { connections, seconds, expect: EXPECT };
    const measure = (v) => measureLoad(v.server, v.load, settings, cpu);
    for (const v of variants) await measureLoad(v.server, v.load, { ...settings, seconds: 1 }, cpu);
    const results = await interleave(variants, rounds, measure);
    const rows = variants.map(({ name }) => ({ name, figures: results.get(name) }));
    printTable(`Gateway, ${connections} connections, 1 kB`, rows);
    return rows.map(({ figures }) => figures);
  };
  const [paid, , unpaid, bare] = await at(64);
  compare('paid / without payment, requests per CPU second', paid.perCpuSecond / unpaid.perCpuSecond, 0.6);
  compare('paid / plain proxy, requests per CPU second', paid.perCpuSecond / bare.perCpuSecond, 0.5);
  const [slow, , quick, plainly] = await at(16);
  console.log(`  added median latency, with a durable use: ${(slow.p50 - plainly.p50).toFixed(2)} ms`);
  console.log(`  without one: ${(quick.p50 - plainly.p50).toFixed(2)} ms`);
  await large(paying, tokens[0]);
  for (const each of [paying, free, plain, upstream, one, many]) await each.stop();
  await pool.end();
}

async function loadOf(database, name, tokens) {
  const generator = await startScript('load.mjs', {}, 1);
  const requests = tokens.map(
    (token) => `GET ${PATH} HTTP/1.1\r\nHost: bench\r\nAuthorization: ${credential(token)}\r\n\r\n`,
  );
  await generator.ask({ file: database.writeBodies(name, requests), whole: true });
  return generator;
}

const credential = ({ macaroon, preimage }) => `L402 ${macaroon}:${preimage}`;

/** A gigabyte through the gateway: its memory must not grow with it. */
async function large(server, token) {
  const before = (await server.ask({ usage: true, collect: true })).rss;
  const url = `http://127.0.0.1:${server.port}${PATH}?bytes=${GIGABYTE}`;
  const [answer] = await once(get(url, { headers: { authorization: credential(token) } }), 'response');
  const readings = [];
  let received = 0;
  let next = GIGABYTE / 8;
  for await (const chunk of answer) {
    received += chunk.length;
    if (received < next) continue;
    next += GIGABYTE / 8;
    readings.push((await server.ask({ usage: true })).rss);
  }
  if (received !== GIGABYTE) throw new Error(`${received} bytes came of a gigabyte`);
  const peak = Math.max(...readings);
  console.log(
    `\nA gigabyte through the gateway: ${(before / MEGABYTE).toFixed(0)} MB before, ${(median(readings) / MEGABYTE).toFixed(0)} MB in the middle, ${(peak / MEGABYTE).toFixed(0)} MB at most`,
  );
  compare('growth in MB', (peak - before) / MEGABYTE, 64, { atMost: true });
}
