import { randomBytes } from 'node:crypto';

import { formatLegacyPaymentCredential } from '@turnpike/http402';
import { paymentCredential } from '../support/payment-client.js';
import { type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let paid: PaidOffer;

beforeAll(async () => {
  shop = await SandboxShop.open();
  paid = await shop.paid({ resource: '/weather', priceSats: 7, method: 'GET', description: 'rain' });
});

afterAll(() => shop.close());

interface Inspected {
  readonly format: string | null;
  readonly ours: boolean;
  readonly identifier: { readonly paymentHash: string | null; readonly version: number | null } | null;
  readonly caveats: readonly { readonly text: string; readonly known: boolean }[];
  readonly preimage: object;
  readonly invoice: object | null;
  readonly verdict: { readonly valid: boolean; readonly reason: string | null; readonly explanation: string };
}

async function inspect(text: string, more: object = {}, key = shop.key): Promise<Inspected> {
  const { status, body } = await shop.post('/api/merchant/inspect', { text, ...more }, {}, key);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as unknown as Inspected;
}

const request = { resource: '/weather', amountSats: 7, method: 'get' };
const credential = (): string => `L402 ${paid.macaroon}:${paid.preimage}`;

describe('POST /api/merchant/inspect: 200', () => {
  it('takes a credential apart and says that verify would let it in, without counting a use', async () => {
    const inspected = await inspect(`Authorization: ${credential()}`, request);
    expect(inspected).toMatchObject({
      format: 'v2',
      scheme: 'L402',
      identifier: { version: 0, paymentHash: paid.paymentHash },
      preimage: { present: true, matches: true },
      invoice: null,
      verdict: { valid: true, reason: null, error: null },
      ours: true,
    });
    expect(inspected.caveats.map(({ text, known }) => [text.split('=')[0], known])).toEqual([
      ['path', true],
      ['merchant_id', true],
      ['amount_sats', true],
      ['expires', true],
      ['method', true],
    ]);
    expect(await shop.shown(paid.paymentHash)).toMatchObject({ uses: 0, status: 'unpaid' });
  });

  it('says the same of a credential of the Payment scheme, of either dialect, and why it is refused', async () => {
    const draft = `Payment ${paymentCredential(paid.mppChallenge, paid.preimage)}`;
    const legacy = formatLegacyPaymentCredential(paid.preimage);
    for (const text of [draft, `Authorization: ${draft}`, legacy]) {
      const inspected = await inspect(text, { ...request, method: 'GET' });
      expect(inspected).toMatchObject({ scheme: 'Payment', preimage: { present: true }, ours: true });
      expect(inspected.verdict).toMatchObject({ valid: true });
      expect(JSON.stringify(inspected)).not.toContain(paid.preimage);
    }
    const reasonOf = async (text: string, more: object = request) =>
      (await inspect(text, more)).verdict.reason;
    expect(await reasonOf(draft, { ...request, resource: '/other' })).toBe('wrong_resource');
    const forged = paymentCredential(paid.mppChallenge, paid.preimage, { realm: 'other' });
    expect(await reasonOf(`Payment ${forged}`)).toBe('invalid_challenge');
    expect(await reasonOf(String(paid.mppChallenge))).toBe('malformed_credential');
    const sold = await shop.paid();
    const credential = paymentCredential(sold.mppChallenge, sold.preimage);
    await shop.verify({}, { credential });
    for (const text of [`Payment ${credential}`, formatLegacyPaymentCredential(sold.preimage)])
      expect(await reasonOf(text, {})).toBe('used_up');
    expect(await reasonOf(`L402 ${sold.macaroon}:${sold.preimage}`, {})).toBeNull();
  });

  it('repeats no preimage, and none is logged with the token', async () => {
    expect(JSON.stringify(await inspect(credential(), request))).not.toContain(paid.preimage);
  });

  it('reads the challenge of a payer’s answer, with its invoice', async () => {
    const { macaroon, invoice } = await shop.minted({ priceSats: 9, description: 'sun' });
    const inspected = await inspect(`WWW-Authenticate: L402 macaroon="${macaroon}", invoice="${invoice}"`);
    expect(inspected).toMatchObject({
      invoice: { amountSats: 9, network: 'regtest', description: 'sun' },
      preimage: { present: false, matches: null },
      verdict: {
        valid: false,
        reason: 'invalid_preimage',
        explanation: expect.stringContaining('no preimage'),
      },
      ours: true,
    });
    expect(await inspect(invoice)).toMatchObject({ format: null, invoice: { amountSats: 9 }, ours: false });
  });

  it('reads other spellings of the same token', async () => {
    const bytes = Buffer.from(paid.macaroon, 'base64');
    for (const text of [bytes.toString('hex'), bytes.toString('base64url')]) {
      expect(await inspect(`${text}:${paid.preimage}`, request)).toMatchObject({
        ours: true,
        verdict: { valid: true },
      });
    }
  });

  it.each([
    ['another resource', { ...request, resource: '/other' }, 'wrong_resource'],
    ['another amount', { ...request, amountSats: 8 }, 'wrong_amount'],
    ['another method', { ...request, method: 'POST' }, 'wrong_method'],
    ['a request that does not say its method', { resource: '/weather' }, 'missing_context'],
  ])('says why verify would refuse %s', async (_what, more, reason) => {
    const { verdict, ours } = await inspect(credential(), more);
    expect([verdict.valid, verdict.reason, ours]).toEqual([false, reason, true]);
    expect(verdict.explanation.length).toBeGreaterThan(20);
  });

  it('names what to fill in where too little of the request was given', async () => {
    const { verdict } = await inspect(credential(), { resource: '/weather' });
    expect(verdict.explanation).toMatch(/Fill in: .*method\.$/);
  });

  it('agrees with verify over the life of a token, and explains each refusal', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    const both = async (): Promise<[unknown, unknown]> => {
      const told = (await inspect(`${offer.macaroon}:${offer.preimage}`)).verdict.reason;
      return [told, (await shop.verify(offer)).reason];
    };
    expect(await both()).toEqual([null, null]);
    expect(await both()).toEqual(['used_up', 'used_up']);
    await shop.revoke(offer.paymentHash);
    expect(await both()).toEqual(['revoked', 'revoked']);
    shop.at(4_000);
    expect(await both()).toEqual(['expired', 'expired']);
    shop.at(0);
  });

  it('says so of the other mode, of another merchant, of a wrong preimage, and of a forged signature', async () => {
    const { testKey } = await shop.api.newMerchant();
    const reason = async (text: string, key = shop.key) => {
      const { verdict, ours } = await inspect(text, {}, key);
      return [verdict.reason, ours];
    };
    expect(await reason(credential(), testKey)).toEqual(['wrong_merchant', false]);
    expect(await reason(credential(), shop.merchant.liveKey)).toEqual(['wrong_mode', false]);
    expect(await reason(`${paid.macaroon}:${randomBytes(32).toString('hex')}`)).toEqual([
      'invalid_preimage',
      true,
    ]);
    const bytes = Buffer.from(paid.macaroon, 'base64');
    const forged = bytes.fill(1, bytes.length - 32).toString('base64');
    expect(await reason(`${forged}:${paid.preimage}`)).toEqual(['invalid_signature', false]);
  });

  it('has an answer to whatever text it gets', async () => {
    const texts = [
      ...[
        '',
        ' ',
        ':',
        'L402',
        'L402 :',
        'Payment x',
        'lnbc1',
        '{',
        '{}',
        '{"v":2}',
        '"',
        '=',
        '💡',
        '\u202e',
      ],
      '{"identifier":"i","signature":{"length":4000000000}}',
      'a'.repeat(16_384),
      '{"a":'.repeat(3_000),
      ...Array.from(
        { length: 20 },
        (_, n) => `L402 ${randomBytes(50 + n).toString('base64')}:${'0'.repeat(64)}`,
      ),
    ];
    for (const text of texts) {
      const { verdict, ours } = await inspect(text);
      expect([text, verdict.valid, ours]).toEqual([text, false, false]);
    }
  });
});

describe('POST /api/merchant/inspect: 400', () => {
  it.each([
    ['no text', {}],
    ['a number', { text: 7 }],
    ['too long a text', { text: 'a'.repeat(16_385) }],
    ['an amount of nothing', { text: '', amountSats: 0 }],
  ])('%s', async (_what, body) => {
    expect(await shop.post('/api/merchant/inspect', body)).toMatchObject({
      status: 400,
      body: { error: 'validation_failed' },
    });
  });
});
