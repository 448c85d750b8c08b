import { decodePaymentRequest } from '@turnpike/l402';

import { attenuated, caveatsOf } from '../support/hand-made-tokens.js';
import { head, type RawReply, sendRaw, valuesOf } from '../support/raw-http.js';
import { after, SandboxShop } from '../support/sandbox-shop.js';

const PING = '/l402/test/ping';
let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open({ OPERATOR_MERCHANT: '1:test' });
});

afterAll(() => shop.close());
beforeEach(() => shop.at(0));

const raw = (...lines: string[]): Promise<RawReply> =>
  sendRaw(shop.api.baseUrl, head(`GET ${PING}`, ...lines));

interface Bought {
  readonly macaroon: string;
  readonly preimage: string;
}

/** What a payer does who knows nothing but the headers. */
async function buy(): Promise<Bought> {
  const [line = ''] = valuesOf(await raw(), 'www-authenticate');
  const [, macaroon = '', invoice = ''] = /^L402 macaroon="([^"]+)", invoice="([^"]+)"/.exec(line) ?? [];
  const { body } = await shop.pay(invoice);
  return { macaroon, preimage: String(body['preimage']) };
}

const credential = ({ macaroon, preimage }: Bought) => `${macaroon}:${preimage}`;

describe('GET /l402/test/ping without a credential: 402', () => {
  it('has exactly the headers that clients can read', async () => {
    const reply = await raw();
    expect(reply.status).toBe(402);
    const challenges = valuesOf(reply, 'www-authenticate');
    expect(challenges).toEqual([expect.any(String), expect.stringMatching(/^Payment id="/)]);
    const parts =
      /^L402 macaroon="([A-Za-z0-9+/]+={0,2})", invoice="(lnbcrt[0-9a-z]+)", token="([^"]+)", version="0"$/;
    const [, macaroon, , token] = parts.exec(challenges[0] ?? '') ?? [];
    expect(macaroon).toEqual(expect.any(String));
    expect(token).toBe(macaroon);
    expect(valuesOf(reply, 'cache-control')).toEqual(['no-store']);
    expect(valuesOf(reply, 'vary')).toEqual(['Authorization']);
    expect(valuesOf(reply, 'content-type')).toEqual(['application/problem+json']);
    const bytes = reply.lines.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 40);
    expect(bytes).toBeLessThan(4096);
  });

  it('repeats the challenge in its body, for clients that see no headers', async () => {
    const { status, body, headers } = await shop.get(PING, null);
    expect(status).toBe(402);
    const l402 = body['l402'] as Record<string, string>;
    const { macaroon = '', invoice = '', payment_hash: paymentHash } = l402;
    expect(body).toEqual({
      type: 'https://paymentauth.org/problems/payment-required',
      title: 'Payment Required',
      status: 402,
      detail: expect.stringContaining('1 sat'),
      error: 'Payment Required',
      message: body['detail'],
      reason: null,
      l402: {
        macaroon,
        invoice,
        amount_sats: 1,
        payment_hash: paymentHash,
        expires_at: after(600),
        resource: PING,
      },
    });
    expect(headers.get('www-authenticate')).toContain(`macaroon="${macaroon}", invoice="${invoice}"`);
    expect(decodePaymentRequest(invoice, 'regtest')).toMatchObject({ amountMsat: 1000n, paymentHash });
    expect(caveatsOf(macaroon).slice(0, 3)).toEqual([`path=${PING}`, 'merchant_id=1', 'amount_sats=1']);
    expect(caveatsOf(macaroon)).toContain('method=GET');
  });

  it('gives every asker an invoice of his own', async () => {
    const [one, two] = [await shop.get(PING, null), await shop.get(PING, null)];
    expect(two.text).not.toBe(one.text);
  });

  it.each([
    'Bearer abc',
    'Basic dTpw',
    'L402',
    'L402 ',
    'L402 x',
    'L402 :',
    'L402 x:',
    `L402 :${'00'.repeat(32)}`,
    'Digest username="x"',
  ])('is also for Authorization: %s, which is none', async (authorization) => {
    const reply = await raw(`Authorization: ${authorization}`);
    expect(reply.status).toBe(402);
    expect(JSON.parse(reply.body)).toMatchObject({
      reason: null,
      type: 'https://paymentauth.org/problems/payment-required',
    });
  });

  it('reads no credential in query, cookie or path', async () => {
    const paid = credential(await buy());
    expect((await shop.get(`${PING}?authorization=L402%20${encodeURIComponent(paid)}`, null)).status).toBe(
      402,
    );
    expect((await raw(`Cookie: authorization=L402 ${paid}`)).status).toBe(402);
  });

  it('answers HEAD with the same headers', async () => {
    const reply = await sendRaw(shop.api.baseUrl, head(`HEAD ${PING}`));
    expect(reply.status).toBe(402);
    expect(valuesOf(reply, 'www-authenticate')[0]).toMatch(/^L402 macaroon="/);
    expect(reply.body).toBe('');
  });
});

describe('GET /l402/test/ping with a paid credential: 200', () => {
  it('is pong, as often as asked while the token lives', async () => {
    const paid = credential(await buy());
    for (const seconds of [0, 1800, 3599]) {
      shop.at(seconds);
      const reply = await raw(`Authorization: L402 ${paid}`);
      expect([reply.status, reply.body]).toEqual([200, 'pong']);
      expect(valuesOf(reply, 'cache-control')).toEqual(['private']);
      expect(valuesOf(reply, 'vary')).toEqual([
        'Authorization, X-L402-Authorization, Payment-Authorization, Grpc-Metadata-Macaroon, Macaroon',
      ]);
      expect(valuesOf(reply, 'content-type')[0]).toMatch(/^text\/plain/);
      expect(valuesOf(reply, 'www-authenticate')).toEqual([]);
    }
    shop.at(3600);
    expect((await raw(`Authorization: L402 ${paid}`)).status).toBe(402);
  });

  it.each<[string, (bought: Bought) => string[]]>([
    ['Authorization: l402', (paid) => [`Authorization: l402 ${credential(paid)}`]],
    ['Authorization: LSAT', (paid) => [`authorization: LSAT   ${credential(paid)}  `]],
    ['a blank after the colon', (paid) => [`Authorization: L402 ${paid.macaroon}: ${paid.preimage}`]],
    [
      'the preimage in upper case',
      (paid) => [`Authorization: L402 ${paid.macaroon}:${paid.preimage.toUpperCase()}`],
    ],
    ['X-L402-Authorization', (paid) => [`X-L402-Authorization: L402 ${credential(paid)}`]],
    [
      'X-L402-Authorization beside a Bearer of the merchant’s own',
      (paid) => ['Authorization: Bearer abc', `X-L402-Authorization: L402 ${credential(paid)}`],
    ],
    [
      'two Authorization lines',
      (paid) => ['Authorization: Basic dTpw', `Authorization: L402 ${credential(paid)}`],
    ],
    ['joined Authorization lines', (paid) => [`Authorization: Bearer abc, L402 ${credential(paid)}`]],
    [
      'an empty L402 line before',
      (paid) => ['Authorization: L402 x:', `Authorization: L402 ${credential(paid)}`],
    ],
    [
      'Authorization: L402 with a caveat of the payer’s own',
      (paid) => [
        `Authorization: L402 ${attenuated(paid.macaroon, `preimage=${paid.preimage}`)}:${paid.preimage}`,
      ],
    ],
    [
      'X-L402-Authorization beside a Payment-Authorization that is none',
      (paid) => [`X-L402-Authorization: LSAT ${credential(paid)}`, 'Payment-Authorization: Payment e30'],
    ],
    ['two macaroons', (paid) => [`Authorization: L402 ${paid.macaroon},${paid.macaroon}:${paid.preimage}`]],
  ])('admits it in %s', async (_what, lines) => {
    const reply = await raw(...lines(await buy()));
    expect([reply.status, reply.body]).toEqual([200, 'pong']);
  });

  it.each(['Grpc-Metadata-Macaroon', 'Macaroon'])(
    'admits it in %s: hex, the preimage as a caveat',
    async (name) => {
      const { macaroon, preimage } = await buy();
      const bytes = Buffer.from(attenuated(macaroon, `preimage=${preimage}`), 'base64');
      const reply = await raw(`${name}: ${bytes.toString('hex')}`);
      expect([reply.status, reply.body]).toEqual([200, 'pong']);
    },
  );

  it.each([
    [
      'Authorization: Payment, base64url JSON',
      'Authorization: Payment e30',
      'lightning/malformed-credential',
    ],
    [
      'Payment-Authorization, the same',
      'Payment-Authorization: Payment e30',
      'lightning/malformed-credential',
    ],
  ])('reads %s, and says that it is not taken', async (_what, line, type) => {
    const reply = await raw(line);
    expect(reply.status).toBe(402);
    expect(JSON.parse(reply.body)).toMatchObject({ type: `https://paymentauth.org/problems/${type}` });
    expect(valuesOf(reply, 'www-authenticate')[0]).toMatch(/^L402 macaroon="/);
  });

  it.each(['Authorization', 'Payment-Authorization'])(
    'reads the older Payment form in %s, with and without blanks, and takes the preimage alone',
    async (name) => {
      const { preimage } = await buy();
      for (const form of [
        `Payment method="lightning", preimage="${preimage}"`,
        `Payment method = "lightning" , preimage = "${preimage}"`,
      ]) {
        expect(await raw(`${name}: ${form}`)).toMatchObject({ status: 200, body: 'pong' });
      }
    },
  );

  it('is GET upstream of all: an override header changes nothing', async () => {
    const paid = credential(await buy());
    const reply = await raw(`Authorization: L402 ${paid}`, 'X-HTTP-Method-Override: POST');
    expect(reply.status).toBe(200);
  });
});
