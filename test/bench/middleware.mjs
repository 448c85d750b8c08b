import { IncomingMessage, ServerResponse } from 'node:http';
import { register } from 'node:module';
import { compare, median } from './measure.mjs';

const OVERHEAD_MICROS_MAX = 30;

/**
 * What the published paywall costs a paid request in this process, the call of the broker excluded: an Express request goes
 * through the skin, is parsed, priced and verified by a broker that answers at once, and its answer is followed. Requests
 * and answers are Node's own; what they cost without a paywall is taken off.
 */
export async function benchMiddleware(_database, { rounds, tokens }) {
  register('../support/typescript-hooks.mjs', import.meta.url);
  const { l402 } = await import('../../libs/middleware/src/skins/express.ts');
  const paywall = (more) => l402({ client: instantBroker, priceSats: 25, ...more });
  const handle = (_request, response) => response.writeHead(200, { 'content-type': 'text/plain' });
  const bare = (request, response) => Promise.resolve(handle(request, response));
  const behind = (middleware) => (request, response) =>
    new Promise((done) => middleware(request, response, () => done(handle(request, response))));

  const variants = [
    ['no paywall', bare],
    ['a paywall', behind(paywall())],
    [
      'a paywall with query, uses and reserve',
      behind(paywall({ query: ['city'], maxUses: 3, reserve: true })),
    ],
  ];
  const times = new Map(variants.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, serve] of variants) {
      const micros = await microsEach(serve, tokens);
      // The first round warms up.
      if (round > 0) times.get(name).push(micros);
    }
  }
  console.log('\nThe published paywall in process, µs a request');
  const [none] = variants.map(([name]) => median(times.get(name)));
  for (const [name] of variants) console.log(`  ${name}`.padEnd(46) + median(times.get(name)).toFixed(2));
  for (const [name] of variants.slice(1)) {
    const over = median(times.get(name)) - none;
    compare(`${name}: µs a paid request beside the broker’s call`, over, OVERHEAD_MICROS_MAX, {
      atMost: true,
    });
  }
}

const instantBroker = {
  verifyToken: async ({ resource, minAmountSats }) => ({
    valid: true,
    resource,
    amountSats: minAmountSats,
    merchantId: 1,
    paymentHash: 'ab'.repeat(32),
    useId: 'use_1',
  }),
  commitUse: async (useId) => ({ useId, state: 'committed', usesRemaining: null }),
  releaseUse: async (useId) => ({ useId, state: 'released', usesRemaining: null }),
};

const rawHeaders = [
  ...['Host', 'shop.example', 'User-Agent', 'curl/8.5.0', 'Accept', '*/*', 'Accept-Encoding', 'gzip'],
  ...['X-Request-Id', 'req-1', 'Authorization', `L402 ${'A'.repeat(256)}:${'ab'.repeat(32)}`],
];

async function microsEach(serve, count) {
  const start = process.hrtime.bigint();
  for (let served = 0; served < count; served += 1) {
    const request = new IncomingMessage(null);
    request.method = 'GET';
    request.url = '/v1/forecast?city=Zuerich&days=3';
    request.rawHeaders = rawHeaders;
    await serve(request, new ServerResponse(request));
  }
  return Number(process.hrtime.bigint() - start) / 1000 / count;
}
