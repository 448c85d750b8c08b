import { once } from 'node:events';

import type { PaywallOptions } from '@turnpike/middleware';
import { l402 } from '@turnpike/middleware/express';
import { L402Server } from '@turnpike/server-sdk';
import express from 'express';

import { attenuated, forgedCredential } from '../support/hand-made-tokens.js';
import { expressShop, overHttp } from '../support/paid-shops-on-node.js';
import type { PaidShop, ShopAnswer } from '../support/paid-shop.js';
import { buy, payFor, withPurchase, type Purchase } from '../support/paying-client.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let broker: SandboxShop;
let heard: unknown[];
let serve: () => number = () => 200;
const opened: PaidShop[] = [];

beforeAll(async () => {
  broker = await SandboxShop.open();
});

beforeEach(() => {
  heard = [];
  serve = () => 200;
});

afterAll(async () => {
  await Promise.all(opened.map((shop) => shop.close()));
  await broker.close();
});

type Terms = Partial<PaywallOptions<unknown>>;

/** A shop that sells anything below `/cheap/` for 2 sats and below `/dear/` for 100. */
async function openShop(more: Terms = {}, seller = broker, apiKey = seller.key): Promise<PaidShop> {
  const shop = await expressShop({
    sale: (kind) => ({
      client: new L402Server({ apiKey, baseUrl: seller.api.baseUrl }),
      priceSats: kind === 'cheap' ? 2 : 100,
      onError: (error) => heard.push(error),
      ...more,
    }),
    serve: () => serve(),
  });
  opened.push(shop);
  return shop;
}

const reasonOf = ({ text }: ShopAnswer): unknown => (JSON.parse(text) as { reason?: unknown }).reason;
const sent = (authorization: string, target = '/cheap/1') => ({ target, headers: { authorization } });
const changed = (bought: Purchase, macaroon: string) => `L402 ${macaroon}:${bought.preimage}`;

/** How a shop refuses: 402 with this reason, and a fresh challenge. */
async function expectRefused(
  shop: PaidShop,
  authorization: string,
  reason: string,
  target?: string,
): Promise<void> {
  const answer = await shop.ask(sent(authorization, target));
  expect([answer.status, reasonOf(answer)]).toEqual([402, reason]);
  const schemes = answer.lines('www-authenticate').map((line) => line.split(' ')[0]);
  expect(schemes).toEqual(['L402', 'Payment']);
}

describe('defects that paywalls have had, at ours', () => {
  it('unsigned token: an invented preimage with a matching hash is refused', async () => {
    const expiresAtSeconds = Math.floor(broker.api.clock.now().getTime() / 1000) + 600;
    const terms = {
      merchantId: broker.merchant.merchantId,
      resource: '/cheap/1',
      amountSats: 2,
      expiresAtSeconds,
    };
    const { macaroon, preimage } = forgedCredential({ ...terms, method: 'GET' });
    await expectRefused(await openShop(), `L402 ${macaroon}:${preimage}`, 'invalid_signature');
  });

  it('preimage alone accepted: the preimage of a cheap invoice opens nothing dearer or other, by any scheme', async () => {
    const shop = await openShop();
    const { preimage } = await buy(shop, { target: '/cheap/1' }, broker);
    const legacy = `Payment method="lightning", preimage="${preimage}"`;
    const draft = `Payment ${Buffer.from(JSON.stringify({ payload: { preimage } })).toString('base64url')}`;
    for (const authorization of [legacy, draft]) {
      for (const target of ['/cheap/2', '/dear/1']) {
        expect((await shop.ask(sent(authorization, target))).status).toBe(402);
      }
    }
    expect((await shop.ask(sent(draft))).status).toBe(402);
  });

  it('minting as DoS: the caps of the broker give 429 with its Retry-After, also for garbage credentials', async () => {
    const limited = await SandboxShop.open({ RATE_LIMIT_MINT: '2' });
    const shop = await openShop({}, limited);
    const statuses: number[] = [];
    for (const headers of [{}, { authorization: 'L402 AA:00' }, {}, { authorization: 'L402 AA:00' }]) {
      const answer = await shop.ask({ target: '/cheap/1', headers });
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.lines('retry-after')[0])).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([402, 402, 429, 429]);
    await limited.close();
  });

  it('forged X-Forwarded-For: gives no further free requests', async () => {
    const key = (request: unknown) => (request as { ip: string }).ip;
    const shop = await openShop({ freeRequests: { count: 2, perSeconds: 3600, key } });
    const statuses: number[] = [];
    for (const address of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
      const headers = { 'x-forwarded-for': address, 'x-real-ip': address, forwarded: `for=${address}` };
      statuses.push((await shop.ask({ target: '/cheap/1', headers })).status);
    }
    expect(statuses).toEqual([200, 200, 402]);
  });

  it('paywall fails open, paying twice: with the broker away nothing passes and nobody is asked to pay', async () => {
    const dying = await SandboxShop.open();
    const shop = await openShop({}, dying);
    const request = { target: '/cheap/1' };
    const bought = await buy(shop, request, dying);
    expect((await shop.ask(withPurchase(request, bought))).status).toBe(200);
    await dying.close();
    for (const asked of [request, withPurchase(request, bought), sent('L402 AA:00')]) {
      const answer = await shop.ask(asked);
      expect([answer.status, answer.lines('www-authenticate')]).toEqual([503, []]);
      expect(answer.lines('retry-after')).toHaveLength(1);
    }
    expect(heard.length).toBeGreaterThanOrEqual(3);
  });

  it.each(['=', ',', ':', '%0A', '%00', ',amount_sats=100', ':path=/dear/1', '%22', '%2C%20method=POST'])(
    'caveat injection: %p in a path adds and alters no caveat',
    async (what) => {
      const shop = await openShop();
      const target = `/cheap/1${what}`;
      const answer = await shop.ask({ target });
      if (answer.status === 400) return;
      const bought = await payFor(answer, broker);
      expect((await shop.ask(withPurchase({ target }, bought))).status).toBe(200);
      for (const other of ['/cheap/1', '/dear/1']) {
        expect((await shop.ask(withPurchase({ target: other }, bought))).status).toBe(402);
      }
    },
  );

  it('path bypass: one router mounted twice sells two things, and two services share no token', async () => {
    const client = new L402Server({ apiKey: broker.key, baseUrl: broker.api.baseUrl });
    const router = express.Router();
    router.get('/x', l402({ client, priceSats: 2 }), (_req, res) => res.send('x'));
    const app = express().use('/one', router).use('/two', router);
    for (const service of ['a', 'b'])
      app.get(`/${service}`, l402({ client, priceSats: 2, service, resource: 'r' }), (_req, res) =>
        res.send('r'),
      );
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const shop = overHttp(server, () => new Promise((resolve) => server.close(() => resolve())));
    opened.push(shop);
    for (const [mine, other] of [
      ['/one/x', '/two/x'],
      ['/a', '/b'],
    ] as const) {
      const bought = await buy(shop, { target: mine }, broker);
      expect((await shop.ask(withPurchase({ target: mine }, bought))).status).toBe(200);
      await expectRefused(shop, bought.authorization, 'wrong_resource', other);
    }
  });

  it('widened caveat: an appended later expiry, other amount, path or method is refused', async () => {
    const shop = await openShop();
    const bought = await buy(shop, { target: '/cheap/1' }, broker);
    for (const caveat of ['expires=4102444800', 'amount_sats=100', 'path=/dear/1', 'method=POST']) {
      const widened = changed(bought, attenuated(bought.macaroon, caveat));
      for (const target of ['/cheap/1', '/dear/1'])
        await expectRefused(shop, widened, 'caveat_not_allowed', target);
    }
  });

  it('replay race: 50 calls at once on two nodes with a token for one use: one success', async () => {
    const nodes = await Promise.all([openShop({ maxUses: 1 }), openShop({ maxUses: 1 })]);
    const bought = await buy(nodes[0], { target: '/cheap/1' }, broker);
    const all = Array.from({ length: 50 }, (_one, at) =>
      (nodes[at % 2] ?? nodes[0]).ask(sent(bought.authorization)),
    );
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 402)).toHaveLength(49);
  });

  it('replay keyed by string: re-encoded and attenuated copies share one counter', async () => {
    const shop = await openShop({ maxUses: 1 });
    const bought = await buy(shop, { target: '/cheap/1' }, broker);
    expect((await shop.ask(sent(bought.authorization))).status).toBe(200);
    const urlSafe = Buffer.from(bought.macaroon, 'base64').toString('base64url');
    for (const copy of [urlSafe, attenuated(bought.macaroon, `preimage=${bought.preimage}`)]) {
      await expectRefused(shop, changed(bought, copy), 'used_up');
    }
  });

  it('cross-tenant, cross-mode: another merchant’s token is refused and learns nothing', async () => {
    const stranger = await broker.api.newMerchant();
    const [ours, theirs] = await Promise.all([openShop(), openShop({}, broker, stranger.testKey)]);
    const bought = await buy(ours, { target: '/cheap/1' }, broker);
    await expectRefused(theirs, bought.authorization, 'wrong_merchant');
  });

  it('credential leakage: neither errors nor answers hold preimage, macaroon or key', async () => {
    const shop = await openShop();
    const bought = await buy(shop, { target: '/cheap/1' }, broker);
    const answers = [await shop.ask(sent(bought.authorization, '/cheap/2'))];
    const broken = await openShop({
      client: new L402Server({ apiKey: 'tp_test_secret', baseUrl: 'http://127.0.0.1:9' }),
    });
    answers.push(await broken.ask(sent(bought.authorization)));
    const told = JSON.stringify([answers.map(({ text }) => text), heard.map(String), heard]);
    expect(heard.length).toBeGreaterThan(0);
    for (const secret of [bought.preimage, bought.macaroon, 'tp_test_secret', broker.key]) {
      expect(told).not.toContain(secret);
    }
  });

  it('charged, not served: a handler that fails costs no use', async () => {
    const shop = await openShop({ maxUses: 1, reserve: true });
    const bought = await buy(shop, { target: '/cheap/1' }, broker);
    serve = () => 502;
    expect((await shop.ask(sent(bought.authorization))).status).toBe(502);
    serve = () => 200;
    let answer = await shop.ask(sent(bought.authorization));
    // Until the release has arrived the use is still reserved, which asks nobody to pay again.
    while (answer.status === 503) answer = await shop.ask(sent(bought.authorization));
    expect(answer.status).toBe(200);
  });

  it('shared challenge: two payers get two invoices, and one payer who is known gets the same again', async () => {
    const payer = (request: unknown) => (request as { headers: Record<string, string> }).headers['x-payer'];
    const shop = await openShop({ payer });
    const invoice = async (headers: Record<string, string>) => {
      const { text } = await shop.ask({ target: '/cheap/1', headers });
      return (JSON.parse(text) as { l402: { invoice: string } }).l402.invoice;
    };
    const invoices = [await invoice({}), await invoice({}), await invoice({ 'x-payer': 'a' })];
    invoices.push(await invoice({ 'x-payer': 'b' }));
    expect(new Set(invoices).size).toBe(4);
    expect(await invoice({ 'x-payer': 'a' })).toBe(invoices[2]);
  });
});
