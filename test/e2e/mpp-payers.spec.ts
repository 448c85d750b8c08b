import { formatLegacyPaymentCredential, readPaymentReceipt } from '@turnpike/http402';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';
import type { HttpReply } from '../support/listening-api.js';
import { FRAMEWORKS } from '../support/paid-shops.js';
import { paymentChallengeIn, paymentCredential } from '../support/payment-client.js';

const PING = '/l402/test/ping';
let scene: GatewayScene;
let proxy: SceneProxy;

beforeAll(async () => {
  scene = await GatewayScene.open({ OPERATOR_MERCHANT: '1:test' });
  proxy = await scene.proxy();
});

beforeEach(() => {
  scene.upstream.respond = (_request, response) => response.end('fine');
});

afterAll(() => scene.close());

interface Bought {
  readonly authorization: string;
  readonly preimage: string;
  readonly challengeId: string;
  readonly paymentHash: string;
}

/** Pays what a 402 asks for, as a client of draft-00 does: by its header alone. */
async function pay(header: string | readonly string[] | null): Promise<Bought> {
  const { id, request } = paymentChallengeIn(header);
  const asked = JSON.parse(Buffer.from(request, 'base64url').toString()) as {
    readonly methodDetails: { readonly invoice: string; readonly paymentHash: string };
  };
  const { invoice, paymentHash } = asked.methodDetails;
  const preimage = String((await scene.shop.pay(invoice)).body['preimage']);
  const authorization = `Payment ${paymentCredential(header, preimage)}`;
  return { authorization, preimage, challengeId: id, paymentHash };
}

const askedBy = ({ headers }: HttpReply) => headers.get('www-authenticate');
const receiptOf = ({ headers }: HttpReply) => readPaymentReceipt(headers.get('payment-receipt') ?? '');
const call = (path: string, authorization?: string) =>
  scene.call(path, authorization === undefined ? {} : { authorization });
const buy = async (path: string) => pay(askedBy(await call(path)));
const receiptFor = ({ challengeId, paymentHash }: Bought) => ({ challengeId, reference: paymentHash });

describe('the gateway, before a payer of draft-00', () => {
  it('is called by the host that it listens on, where no PUBLIC_URL says another', async () => {
    expect(paymentChallengeIn(askedBy(await call(`${proxy.path}/a`))).realm).toBe('127.0.0.1');
  });

  it('serves what was paid for once, with a receipt and for no shared cache', async () => {
    const bought = await buy(`${proxy.path}/a`);
    const { authorization } = bought;
    const served = await call(`${proxy.path}/a`, authorization);
    expect([served.status, served.text]).toEqual([200, 'fine']);
    expect(receiptOf(served)).toMatchObject(receiptFor(bought));
    expect(served.headers.get('cache-control')).toBe('private');
    expect(scene.upstream.last.headers).not.toHaveProperty('authorization');
    await scene.untilUses(`:${bought.preimage}`, 'committed');
    const again = await call(`${proxy.path}/a`, authorization);
    expect([again.status, again.body['reason']]).toEqual([402, 'used_up']);
    expect(again.body['type']).toBe('https://paymentauth.org/problems/lightning/unknown-challenge');
  });

  it('refuses the credential on another route or by another method', async () => {
    const { authorization } = await buy(`${proxy.path}/a`);
    expect((await call(`${proxy.path}/b`, authorization)).body['reason']).toBe('wrong_resource');
    const posted = await scene.call(`${proxy.path}/a`, { authorization }, { method: 'POST' });
    expect(posted.body['reason']).toBe('wrong_method');
    expect((await call(`${proxy.path}/a`, authorization)).status).toBe(200);
  });

  it('gives the use back when the upstream fails, without a receipt', async () => {
    const bought = await buy(`${proxy.path}/a`);
    scene.upstream.respond = (_request, response) => response.writeHead(500).end('no');
    const failed = await call(`${proxy.path}/a`, bought.authorization);
    expect([failed.status, failed.headers.get('payment-receipt')]).toEqual([500, null]);
    scene.upstream.respond = (_request, response) => response.writeHead(404).end('none');
    const notThere = await call(`${proxy.path}/a`, bought.authorization);
    expect([notThere.status, notThere.headers.get('payment-receipt')]).toEqual([404, null]);
    await scene.untilUses(`:${bought.preimage}`, 'released', 'committed');
  });

  it('serves the older dialect as often as a token, and nothing that it did not buy', async () => {
    const authorization = formatLegacyPaymentCredential((await buy(`${proxy.path}/a`)).preimage);
    for (let time = 0; time < 2; time += 1)
      expect((await call(`${proxy.path}/a`, authorization)).status).toBe(200);
    expect((await call(`${proxy.path}/b`, authorization)).body['reason']).toBe('wrong_resource');
  });
});

describe('the instance’s own sales', () => {
  it('are open to draft-00, with a receipt, and ask for it in their headers', async () => {
    const ask = (authorization?: string) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      return scene.shop.api.call('GET', PING, null, undefined, headers);
    };
    const asked = askedBy(await ask());
    expect(asked).toMatch(/^L402 macaroon=".*, Payment id="/);
    const bought = await pay(asked);
    const served = await ask(bought.authorization);
    expect(served.status).toBe(200);
    expect(receiptOf(served)).toMatchObject(receiptFor(bought));
    expect((await ask(bought.authorization)).body['reason']).toBe('used_up');
  });
});

describe('forward auth', () => {
  it('hands the receipt to the reverse proxy', async () => {
    const ask = (authorization?: string) =>
      scene.shop.api.call('GET', '/api/l402/forward-auth?priceSats=10', scene.shop.key, undefined, {
        'x-forwarded-uri': '/paid',
        ...(authorization === undefined ? {} : { authorization }),
      });
    const bought = await pay(askedBy(await ask()));
    const allowed = await ask(bought.authorization);
    expect([allowed.status, receiptOf(allowed)]).toMatchObject([200, receiptFor(bought)]);
    expect((await ask(bought.authorization)).status).toBe(402);
  });
});

describe.each(FRAMEWORKS)('the middleware before a handler of %s', (_name, open) => {
  it('serves what a payer of draft-00 bought, once, with a receipt', async () => {
    const shop = await open({
      sale: () => ({ apiKey: scene.shop.key, baseUrl: scene.shop.api.baseUrl, priceSats: 2 }),
      serve: () => 200,
    });
    const target = '/cheap/a';
    const asked = await shop.ask({ target });
    const bought = await pay(asked.lines('www-authenticate'));
    const { authorization } = bought;
    const served = await shop.ask({ target, headers: { authorization } });
    expect(served.status).toBe(200);
    expect(readPaymentReceipt(served.lines('payment-receipt')[0] ?? '')).toMatchObject(receiptFor(bought));
    const again = await shop.ask({ target, headers: { authorization } });
    expect([again.status, JSON.parse(again.text)]).toMatchObject([402, { reason: 'used_up' }]);
    expect((await shop.ask({ target: '/cheap/b', headers: { authorization } })).status).toBe(402);
    await shop.close();
  });
});
