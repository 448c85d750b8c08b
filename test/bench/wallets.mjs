import { Agent, request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { makeMerchants, post } from './merchants.mjs';
import { compare, median } from './measure.mjs';
import { startScript } from './processes.mjs';

const OPERATOR_KEY = 'bench-operator-key';
const CONNECTIONS = 32;
/** Eight calls at a time each, so that no mint waits for a slot. */
const WALLETS = 8;
/** What a hosted wallet takes; with much less, this many callers would ask for more mints than a processor makes. */
const DELAY_MILLIS = 100;
/** What a caller rests between its mints: without it they would all wait for one record and then ask all at once. */
const PAUSE_MILLIS = 200;
const WARM_UP_ROUNDS = 5;
const HOSTILE = 8;
const agent = new Agent({ keepAlive: true });

/** What a mint costs above its wallet's own answer, and what a hostile wallet of one merchant costs another. */
export async function benchWallets(database, { rounds, seconds }) {
  const instance = await database.instance('wallets');
  const variables = {
    ...instance.variables,
    ADMIN_API_KEY: OPERATOR_KEY,
    RATE_LIMIT_ADMIN: '0',
    RATE_LIMIT_WRITE: '0',
    ADDRESS_ALLOW: '127.0.0.1',
    WALLET_ALLOW_NETWORKS: 'regtest',
    LOG_LEVEL: 'silent',
  };
  const count = WALLETS + HOSTILE;
  const wallets = await startScript('servers/wallets.ts', { count: WALLETS, delayMillis: DELAY_MILLIS }, 1);
  const hostile = await startScript('servers/wallets.ts', { count: HOSTILE, delayMillis: DELAY_MILLIS }, 1);
  const credentials = [...wallets.credentials, ...hostile.credentials];
  const api = await startScript('servers/api.mjs', { variables }, 0);
  const merchants = await makeMerchants(api.port, OPERATOR_KEY, count);
  for (const [n, { liveKey }] of merchants.entries()) {
    const wish = { kind: 'lnd', credentials: credentials[n] };
    await post(api.port, '/api/merchant/wallets', liveKey, wish, 201);
  }
  const keys = merchants.map(({ liveKey }) => liveKey);
  const [good, load, noise] = [
    keys.slice(0, WALLETS),
    await startScript('load.mjs', {}, 1),
    await startScript('load.mjs', {}, 1),
  ];
  const file = database.writeBodies('wallets', [{ resource: '/weather', priceSats: 100 }]);
  const path = '/api/l402/challenges';
  await load.ask({ file, path, apiKeys: good });
  await noise.ask({ file, path, apiKeys: keys.slice(WALLETS) });
  const settings = {
    port: api.port,
    connections: CONNECTIONS,
    seconds,
    pauseMillis: PAUSE_MILLIS,
    expect: '{"invoice":"lnbcrt',
  };
  // Until what is called all the time is compiled.
  await load.ask({ ...settings, pauseMillis: 0, seconds: WARM_UP_ROUNDS * seconds });
  await overhead(wallets, load, settings, { rounds, seconds });
  await neighbour(hostile, load, noise, settings, rounds);
  for (const each of [api, load, noise, wallets, hostile]) await each.stop();
  await instance.pool.end();
}

async function overhead(wallets, load, settings, { rounds, seconds }) {
  const own = [];
  const mints = [];
  for (let round = 0; round < rounds; round += 1) {
    own.push(await askWallets(wallets.credentials, seconds));
    mints.push(checked(await load.ask(settings)));
  }
  const of = (all, figure) => median(all.map((one) => one[figure]));
  const [p50, p99] = ['p50', 'p99'].map((figure) => of(mints, figure) - of(own, figure));
  console.log(`\nMint in a wallet that answers after ${DELAY_MILLIS} ms, ${CONNECTIONS} connections`);
  console.log(
    `  the wallet itself   p50 ${of(own, 'p50').toFixed(2)} ms  p99 ${of(own, 'p99').toFixed(2)} ms`,
  );
  console.log(
    `  the mint            p50 ${of(mints, 'p50').toFixed(2)} ms  p99 ${of(mints, 'p99').toFixed(2)} ms`,
  );
  compare('mint above its wallet, median in ms', p50, 3, { atMost: true });
  compare('mint above its wallet, p99 in ms', p99, 10, { atMost: true });
}

async function neighbour(hostile, load, noise, settings, rounds) {
  for (const [fault, value] of [
    ['hang', true],
    ['garbage', true],
    ['huge', true],
    ['drip', true],
  ]) {
    const [alone, beside] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(checked(await load.ask(settings)));
      for (let of = 0; of < HOSTILE; of += 1) await hostile.ask({ fault, value, of });
      const noisy = noise.ask({ ...settings, connections: CONNECTIONS / 2 });
      beside.push(checked(await load.ask(settings)));
      await noisy;
      for (let of = 0; of < HOSTILE; of += 1) await hostile.ask({ fault, value: false, of });
    }
    const p99 = (all) => median(all.map((one) => one.p99));
    console.log(
      `  alone p99 ${p99(alone).toFixed(2)} ms, beside wallets that ${fault} ${p99(beside).toFixed(2)} ms`,
    );
    compare(`p99 of a mint beside another's wallets that ${fault}, to alone`, p99(beside) / p99(alone), 1.2, {
      atMost: true,
    });
  }
}

function checked(result) {
  if (result.bad > 0) throw new Error(`${result.bad} unexpected answers, the first: ${result.firstBad}`);
  return result;
}

/** The wallets asked directly, by as many callers: what they take themselves. */
async function askWallets(credentials, seconds) {
  const latencies = [];
  const until = performance.now() + seconds * 1000;
  const caller = async (n) => {
    const { url, macaroon } = credentials[n % credentials.length];
    while (performance.now() < until) {
      await pause(-PAUSE_MILLIS * Math.log(1 - Math.random()));
      const since = performance.now();
      await makeInvoice(url, macaroon);
      latencies.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, n) => caller(n)));
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(latencies.length * share)];
  return { p50: at(0.5), p99: at(0.99) };
}

function makeInvoice(url, macaroon) {
  return new Promise((resolve, reject) => {
    const headers = { 'Grpc-Metadata-macaroon': macaroon, 'content-type': 'application/json' };
    const call = request(
      `${url}/v1/invoices`,
      { method: 'POST', headers, agent, rejectUnauthorized: false },
      (answer) => {
        answer.resume();
        answer.on('end', resolve);
      },
    );
    call.on('error', reject);
    call.end(JSON.stringify({ value_msat: '100000', memo: '/weather', expiry: '600' }));
  });
}
