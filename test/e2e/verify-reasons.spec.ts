import { REASON_TEXT, RootKeys } from '@turnpike/l402';

import {
  attenuated,
  forgedCredential,
  type HandMadeTerms,
  signedCredential,
} from '../support/hand-made-tokens.js';
import { OPENS_AT, SandboxShop, type ShopVerdict } from '../support/sandbox-shop.js';

const NOW = OPENS_AT.getTime() / 1000;
const HASH = 'ab'.repeat(32);
let shop: SandboxShop;
let keys: RootKeys;
let mine: HandMadeTerms;

beforeAll(async () => {
  shop = await SandboxShop.open();
  keys = shop.api.app.get(RootKeys, { strict: false });
  mine = { merchantId: shop.merchant.merchantId, expiresAtSeconds: NOW + 3600 };
});

afterAll(() => shop.close());

function refusal(reason: keyof typeof REASON_TEXT): object {
  return {
    valid: false,
    error: REASON_TEXT[reason],
    reason,
    resource: null,
    merchantId: null,
    amountSats: null,
    paymentHash: null,
    expiresAt: null,
    usesRemaining: null,
    useId: null,
  };
}

describe('the sentence of each reason', () => {
  it('is the one that callers know', () => {
    expect(REASON_TEXT).toEqual({
      malformed_macaroon: 'Macaroon could not be read',
      malformed_credential: 'Payment credential could not be read',
      preimage_only_refused: 'A preimage alone is not accepted',
      invalid_preimage: 'Invalid preimage',
      wrong_merchant: 'Token belongs to a different merchant',
      wrong_mode: 'Token belongs to a different mode',
      invalid_signature: 'Macaroon signature invalid',
      invalid_challenge: 'Payment challenge not recognised',
      caveat_not_allowed: 'Macaroon caveat not allowed',
      expired: 'Token expired',
      missing_context: 'Verification needs more members',
      wrong_resource: 'Token bound to a different resource',
      wrong_amount: 'Token bound to a different amount',
      wrong_method: 'Token bound to a different method',
      wrong_body: 'Token bound to a different body',
      unknown_challenge: 'Challenge not found',
      revoked: 'Token revoked',
      request_id_reused: 'Request id used for another request',
      used_up: 'Token has no uses left',
      uses_reserved: 'All remaining uses are reserved',
      not_settled: 'Payment not settled yet',
      settlement_unknown: 'Payment state unknown',
    });
  });
});

describe('a refusal has its reason, its sentence and nothing else', () => {
  const cases: [reason: keyof typeof REASON_TEXT, call: () => Promise<ShopVerdict>][] = [
    ['malformed_macaroon', async () => shop.verify({ ...(await shop.paid()), macaroon: 'x' })],
    ['malformed_credential', () => shop.verify({}, { credential: 'x' })],
    ['preimage_only_refused', preimageAloneVerdict],
    ['invalid_preimage', async () => shop.verify({ ...(await shop.paid()), preimage: '00'.repeat(32) })],
    ['wrong_merchant', otherMerchants],
    ['wrong_mode', () => shop.verify(signedCredential(keys, { ...mine, mode: 'live' }))],
    ['invalid_signature', () => shop.verify(forgedCredential(mine))],
    ['invalid_challenge', () => shop.verify({}, { credential: mppCredential() })],
    ['caveat_not_allowed', async () => attenuatedVerdict('amount_sats=4')],
    ['expired', () => shop.verify(signedCredential(keys, { ...mine, expiresAtSeconds: NOW }))],
    ['wrong_resource', async () => shop.verify(await shop.paid(), { resource: '/R' })],
    ['wrong_amount', async () => shop.verify(await shop.paid(), { amountSats: 4 })],
    ['wrong_amount', async () => shop.verify(await shop.paid(), { amountSats: 6 })],
    ['wrong_amount', async () => shop.verify(await shop.paid(), { minAmountSats: 6 })],
    ['wrong_method', async () => shop.verify(await shop.paid({ method: 'POST' }), { method: 'GET' })],
    ['wrong_method', async () => shop.verify(await shop.paid({ method: 'GET' }), { method: 'get' })],
    ['wrong_method', async () => shop.verify(await shop.paid({ method: 'HEAD' }), { method: 'GET' })],
    [
      'wrong_body',
      async () => shop.verify(await shop.paid({ bodySha256: HASH }), { bodySha256: '00'.repeat(32) }),
    ],
    ['wrong_body', async () => shop.verify(await shop.paid({ bodySha256: HASH }), { bodySha256: 'no hash' })],
    ['unknown_challenge', () => shop.verify(signedCredential(keys, mine))],
    ['revoked', revokedVerdict],
    ['used_up', () => secondUse({})],
    ['uses_reserved', () => secondUse({ reserve: true })],
    [
      'request_id_reused',
      async () => {
        const offer = await shop.paid();
        await shop.verify(offer, { requestId: 'a' });
        return shop.verify(offer, { requestId: 'a', resource: '/r' });
      },
    ],
  ];

  it.each(cases)('%s', async (reason, call) => {
    expect(await call()).toEqual(refusal(reason));
  });

  async function preimageAloneVerdict(): Promise<ShopVerdict> {
    await shop.set({ mppPreimageOnly: 'off' });
    const verdict = await shop.verify({ preimage: (await shop.paid()).preimage });
    await shop.set({ mppPreimageOnly: 'compatible' });
    return verdict;
  }

  function mppCredential(): string {
    const parts = {
      challenge: { id: 'x', realm: 'r', method: 'lightning' },
      payload: { preimage: '00'.repeat(32) },
    };
    return Buffer.from(JSON.stringify(parts)).toString('base64url');
  }

  async function otherMerchants(): Promise<ShopVerdict> {
    const { testKey } = await shop.api.newMerchant();
    return shop.verify(await shop.paid({}, {}, testKey));
  }

  async function attenuatedVerdict(caveat: string): Promise<ShopVerdict> {
    const offer = await shop.paid();
    return shop.verify({ ...offer, macaroon: attenuated(offer.macaroon, caveat) });
  }

  async function revokedVerdict(): Promise<ShopVerdict> {
    const offer = await shop.paid();
    await shop.verify(offer);
    await shop.revoke(offer.paymentHash);
    return shop.verify(offer);
  }

  async function secondUse(first: object): Promise<ShopVerdict> {
    const offer = await shop.paid({ maxUses: 1 });
    expect(await shop.verify(offer, first)).toMatchObject({ valid: true, usesRemaining: 0 });
    return shop.verify(offer);
  }
});

describe('missing_context', () => {
  const missing = async (terms: object, context: object = {}) => {
    const { reason, missing: members, error } = await shop.verify(await shop.paid(terms), context);
    expect([reason, error]).toEqual(['missing_context', REASON_TEXT.missing_context]);
    return members;
  };

  it('lists the members that the token makes compulsory', async () => {
    expect(await missing({ method: 'GET' })).toEqual(['method']);
    expect(await missing({ bodySha256: HASH }, { method: 'GET' })).toEqual(['bodySha256']);
    expect(await missing({ method: 'GET', bodySha256: HASH })).toEqual(['method', 'bodySha256']);
    expect(await missing({ method: 'GET' }, { method: null, bodySha256: HASH })).toEqual(['method']);
  });

  it('lists those that a strict merchant makes compulsory; either amount will do', async () => {
    await shop.set({ strictVerify: true });
    expect(await missing({})).toEqual(['resource', 'amountSats']);
    expect(await missing({}, { resource: '/r' })).toEqual(['amountSats']);
    expect(await missing({}, { minAmountSats: 1 })).toEqual(['resource']);
    expect(await missing({ method: 'GET', bodySha256: HASH })).toEqual([
      'resource',
      'amountSats',
      'method',
      'bodySha256',
    ]);
    for (const amount of [{ amountSats: 5 }, { minAmountSats: 5 }]) {
      expect(await shop.verify(await shop.paid(), { resource: '/r', ...amount })).toMatchObject({
        valid: true,
      });
    }
    await shop.set({ strictVerify: false });
  });

  it('stands in the answer only then', async () => {
    const offer = await shop.paid();
    expect(await shop.verify(offer, { resource: '/x' })).not.toHaveProperty('missing');
  });
});

describe('malformed_macaroon', () => {
  const unsigned = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1)]);
  const change = (offset: number, value: number) => (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    copy[offset] = value;
    return copy;
  };
  const IDENTIFIER_AT = 13;
  const text = (of: (bytes: Buffer) => Buffer) => (macaroon: string) =>
    of(Buffer.from(macaroon, 'base64')).toString('base64');

  it.each<[string, (macaroon: string) => string]>([
    ['empty', () => ''],
    ['blank', () => ' '],
    ['not base64', (macaroon) => `${macaroon.slice(0, -4)}!!!!`],
    ['in mixed alphabets', (macaroon) => `${macaroon}+-`],
    ['broken by a blank', (macaroon) => `${macaroon.slice(0, 8)} ${macaroon.slice(8)}`],
    ['padded too much', (macaroon) => `${macaroon}=`],
    ['base64 twice', (macaroon) => Buffer.from(macaroon).toString('base64')],
    ['hexadecimal', (macaroon) => Buffer.from(macaroon, 'base64').toString('hex')],
    ['JSON', () => Buffer.from('{"v":2,"i":"x","s64":"x"}').toString('base64')],
    ['of version 1', text(change(0, 0x30))],
    ['of an identifier version 1', text(change(IDENTIFIER_AT + 1, 1))],
    ['of key id 0', text(change(IDENTIFIER_AT + 34, 0))],
    ['followed by a byte', text(unsigned)],
    ['cut short', text((bytes) => bytes.subarray(0, -1))],
    ['over 4096 bytes', (macaroon) => attenuated(macaroon, 'x'.repeat(2000), 'y'.repeat(2000))],
    ['over 8192 characters', (macaroon) => `${macaroon}${' '.repeat(8192)}`],
    ['one of five', (macaroon) => Array(5).fill(macaroon).join(',')],
    ['followed by a comma', (macaroon) => `${macaroon},`],
    ['beside one that is malformed', (macaroon) => `${macaroon},x`],
  ])('is a macaroon that is %s', async (_what, spoil) => {
    const offer = await shop.paid();
    expect(await shop.verify({ ...offer, macaroon: spoil(offer.macaroon) })).toEqual(
      refusal('malformed_macaroon'),
    );
  });
});
