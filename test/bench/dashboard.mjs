import { createHash, randomBytes } from 'node:crypto';
import { newApiKey } from '../../dist/libs/secrets/src/index.js';
import '../support/run-typescript.mjs';
import { compare, median, percentile } from './measure.mjs';
import { startScript } from './processes.mjs';

const { BUSY_CHALLENGES, fillBusyMerchant, RARE } = await import('../support/busy-merchant.ts');
const { BUSY_PROXY, BUSY_WEBHOOK, fillBusyLists } = await import('../support/busy-lists.ts');

const MILLIS_MAX = 200;
const DAY_MILLIS = 86_400_000;

/** Every list and chart of the dashboard over very many challenges of one merchant, each asked for by itself. */
export async function benchDashboard(database, { rounds }) {
  const instance = await database.instance('dashboard');
  const { pool, apiKey } = instance;
  const fill = (text, values) => pool.query(text, values);
  await fillBusyMerchant(fill, new Date());
  await fillBusyLists(fill, new Date());
  const { rows } = await pool.query(
    `SELECT encode(payment_hash, 'hex') AS hash FROM challenge WHERE resource = '/rare' AND merchant_id = 1`,
  );
  const hash = rows[0].hash;
  const server = await startScript(
    'servers/api.mjs',
    { variables: { ...instance.variables, RATE_LIMIT_READ: '0', RATE_LIMIT_WRITE: '0' } },
    0,
  );
  const sent = await credentials(pool, apiKey, server.port);
  const ask = async (path, body, as = 'test') => {
    const started = performance.now();
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...sent[as], 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    return { millis: performance.now() - started, text };
  };

  console.log(`\nThe dashboard over ${BUSY_CHALLENGES} challenges of one merchant`);
  console.log('  list or chart'.padEnd(58) + 'median ms  p95 ms    worst ms');
  for (const [name, path, body, as] of asked(hash)) {
    const all = [];
    for (let n = 0; n < rounds * 8; n += 1) all.push((await ask(path, body, as)).millis);
    const [middle, high, worst] = [median(all), percentile(all, 95), Math.max(...all)];
    const figures = [middle, high, worst].map((millis) => millis.toFixed(1).padEnd(11));
    console.log(`  ${name}`.padEnd(58) + figures.join('').trimEnd());
    compare(`${name}, median ms`, middle, MILLIS_MAX, { atMost: true });
    compare(`${name}, 95th percentile ms`, high, MILLIS_MAX, { atMost: true });
  }
  await server.stop();
  await pool.end();
}

/** What a key of each mode and a member's session send. */
async function credentials(pool, apiKey, port) {
  const live = newApiKey('live');
  const session = randomBytes(32).toString('base64url');
  await pool.query(
    `INSERT INTO api_key (id, merchant_id, mode, scopes, prefix, secret_hash, created_at)
     SELECT 'key_live', 1, 1, scopes, $1, $2, now() FROM api_key WHERE id = 'key_bench'`,
    [live.prefix, live.hash],
  );
  await pool.query(
    `INSERT INTO member_session (id, token_hash, user_id, merchant_id, created_at, last_seen_at, expires_at)
     SELECT 'ses_bench', $1, id, 1, now(), now(), now() + interval '1 hour' FROM member_user ORDER BY id LIMIT 1`,
    [createHash('sha256').update(session).digest()],
  );
  return {
    test: { 'x-api-key': apiKey },
    live: { 'x-api-key': live.key },
    session: { cookie: `tp_session_${port}=${session}` },
  };
}

function asked(hash) {
  const day = (ago) => new Date(Date.now() - ago * DAY_MILLIS).toISOString().slice(0, 10);
  const overview = (days) => `/api/merchant/overview?from=${day(days - 1)}&to=${day(0)}`;
  const proxyFigures = (days) => `/api/proxy/${BUSY_PROXY}/figures?from=${day(days - 1)}&to=${day(0)}`;
  const search = (query) => `/api/merchant/challenges?${query}`;
  return [
    ['overview of 30 days', overview(30)],
    ['overview of 366 days', overview(366)],
    ['usage of the month', '/api/merchant/usage'],
    ['quickstart', '/api/merchant/quickstart'],
    ['challenges', search('limit=50')],
    ['challenges that are paid', search('status=paid&limit=50')],
    ['challenges that are open', search('status=unpaid&limit=50')],
    ['challenges that are expired', search('status=expired&limit=50')],
    ['challenges of a settlement that none has', search('settlement=unknown&limit=50')],
    ['challenges of a resource', search('resource=/articles/7&limit=50')],
    ['challenges of a payer', search('payer=payer%2010&limit=50')],
    ['challenges of some days', search(`from=${day(9)}&to=${day(8)}&limit=50`)],
    ['search for a payment hash', search(`q=${hash}`)],
    ['search for the beginning of a hash', search(`q=${hash.slice(0, 8)}`)],
    ['search for a rare resource', search('q=/rare')],
    ['search for a beginning of 2,000 resources', search('q=/articles/')],
    ['search for the paid with such a beginning', search('q=/articles/199&status=paid')],
    ['search for an idempotency key', search('q=rare%20key')],
    ['search for what there is not', search('q=nothing')],
    ['timeline', `/api/merchant/challenges/${hash}/timeline`],
    ['inspector', '/api/merchant/inspect', { text: 'L402 AgEI:00' }],
    ['list with its total', '/api/l402/challenges?limit=200'],
    ['list with its total, far in', '/api/l402/challenges?limit=20&offset=50000'],
    ['list of the expired with its total', '/api/l402/challenges?status=expired&limit=200'],
    [`challenge ${RARE}`, `/api/l402/challenges/${hash}`],
    ['log of changes', '/api/merchant/audit?limit=50'],
    ['changes of one name', '/api/merchant/audit?action=rare.change'],
    ['changes of the other mode', '/api/merchant/audit?limit=50', undefined, 'live'],
    ['log of events', '/api/merchant/events?limit=50'],
    ['events of a type that none has', '/api/merchant/events?type=wallet.recovered'],
    ['webhooks', '/api/merchant/webhooks'],
    ['deliveries', `/api/merchant/webhooks/${BUSY_WEBHOOK}/deliveries?limit=50`],
    ['proxies', '/api/proxy', undefined, 'live'],
    ['proxy with what it has brought', `/api/proxy/${BUSY_PROXY}`, undefined, 'live'],
    ['figures of a proxy in 366 days', proxyFigures(366), undefined, 'live'],
    ['keys', '/api/merchant/api-keys'],
    ['members and invitations', '/api/merchant/members'],
    ['wallets', '/api/merchant/wallets'],
    ['sessions', '/api/session/all', undefined, 'session'],
    ['passkeys', '/api/session/passkeys', undefined, 'session'],
  ];
}
