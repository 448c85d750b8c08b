import { RootKeys } from '@turnpike/l402';

import {
  attenuated,
  forgedCredential,
  type HandMadeCredential,
  signedCredential,
} from '../support/hand-made-tokens.js';
import { OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

const NOW = OPENS_AT.getTime() / 1000;
const HASH = 'ab'.repeat(32);
let shop: SandboxShop;
let keys: RootKeys;

beforeAll(async () => {
  shop = await SandboxShop.open();
  keys = shop.api.app.get(RootKeys, { strict: false });
});

afterAll(() => shop.close());

/** Everything that can be wrong with a macaroon and its call before a row is asked. */
const FAULTS = [
  'malformed_macaroon',
  'invalid_preimage',
  'wrong_merchant',
  'wrong_mode',
  'invalid_signature',
  'caveat_not_allowed',
  'expired',
  'missing_context',
  'wrong_resource',
  'wrong_amount',
  'wrong_method',
  'wrong_body',
] as const;
type Fault = (typeof FAULTS)[number];

type HandMadeCall = HandMadeCredential & Readonly<Record<string, unknown>>;

/** A call with these faults, and no others. */
function callWith(faults: ReadonlySet<Fault>): HandMadeCall {
  const has = (fault: Fault) => faults.has(fault);
  const terms = {
    merchantId: shop.merchant.merchantId + (has('wrong_merchant') ? 1 : 0),
    mode: has('wrong_mode') ? ('live' as const) : ('test' as const),
    expiresAtSeconds: has('expired') ? NOW : NOW + 3600,
    method: 'PUT',
    bodySha256: HASH,
  };
  const signed = has('invalid_signature') ? forgedCredential(terms) : signedCredential(keys, terms);
  const macaroon = has('caveat_not_allowed') ? attenuated(signed.macaroon, 'amount_sats=1') : signed.macaroon;
  return {
    macaroon: has('malformed_macaroon') ? `${macaroon}!` : macaroon,
    preimage: has('invalid_preimage') ? 'no preimage' : signed.preimage,
    resource: has('wrong_resource') ? '/other' : '/r',
    amountSats: has('wrong_amount') ? 6 : 5,
    method: has('wrong_method') ? 'GET' : 'PUT',
    ...(has('missing_context') ? {} : { bodySha256: has('wrong_body') ? '00'.repeat(32) : HASH }),
  };
}

const verdictOn = (call: HandMadeCall) => shop.verify(call, call);

describe('of several reasons the first in the list is given', () => {
  // Neither can be seen beside the other: a forged signature holds in no mode.
  it.each<['a token of the other mode' | 'a forged one', Fault]>([
    ['a token of the other mode', 'invalid_signature'],
    ['a forged one', 'wrong_mode'],
  ])('by %s', async (_what, left) => {
    const order = FAULTS.filter((fault) => fault !== left);
    for (const [index, fault] of order.entries()) {
      const { reason } = await verdictOn(callWith(new Set(order.slice(index))));
      expect({ repaired: index, reason }).toEqual({ repaired: index, reason: fault });
    }
    const { reason } = await verdictOn(callWith(new Set()));
    expect(reason).toBe('unknown_challenge');
  });

  it('by what the row says, after everything that needs none', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    await shop.verify(offer, { requestId: 'used' });
    await shop.revoke(offer.paymentHash);
    await shop.set({ settlementPolicy: 'settled' });
    const reasonOf = async (more: object) => (await shop.verify(offer, more)).reason;
    const reused = { requestId: 'used', resource: '/r' };
    expect(await reasonOf({ ...reused, resource: '/other' })).toBe('wrong_resource');
    expect(await reasonOf(reused)).toBe('revoked');
    await shop.pool.query({ text: 'UPDATE challenge_ledger SET revoked_at = NULL' });
    expect(await reasonOf(reused)).toBe('request_id_reused');
    for (const more of [{}, { requestId: 'new' }, { reserve: true }])
      expect(await reasonOf(more)).toBe('used_up');
    await shop.pool.query({ text: `UPDATE challenge_use SET state = 0, reserved_until = '2026-12-01'` });
    await shop.pool.query({ text: 'UPDATE challenge_ledger SET uses_committed = 0, uses_reserved = 1' });
    for (const more of [{}, { requestId: 'new' }, { reserve: true }]) {
      expect(await reasonOf(more)).toBe('uses_reserved');
    }
    await shop.pool.query({ text: 'UPDATE challenge_ledger SET max_uses = 2, settlement = 4' });
    for (const more of [{}, { requestId: 'new' }, { requestId: 'used' }]) {
      expect(await reasonOf(more)).toBe('not_settled');
    }
    await shop.set({ settlementPolicy: 'preimage' });
    expect(await shop.verify(offer)).toMatchObject({ valid: true });
  });

  it('by a payment credential before macaroon and preimage', async () => {
    const offer = await shop.paid();
    const parts = { challenge: {}, payload: { preimage: offer.preimage } };
    const credential = Buffer.from(JSON.stringify(parts)).toString('base64url');
    expect((await shop.verify(offer, { credential })).reason).toBe('invalid_challenge');
    expect((await shop.verify({ macaroon: 'x', preimage: 'x' }, { credential: 'x' })).reason).toBe(
      'malformed_credential',
    );
    const preimageAlone = async (preimage: string) =>
      (await shop.verify({ preimage }, { resource: '/x' })).reason;
    expect(await preimageAlone('no preimage')).toBe('invalid_preimage');
    expect(await preimageAlone(offer.preimage)).toBe('wrong_resource');
    await shop.set({ mppPreimageOnly: 'off' });
    expect(await preimageAlone('no preimage')).toBe('preimage_only_refused');
    await shop.set({ mppPreimageOnly: 'compatible' });
  });

  it.each([
    ['empty', ''],
    ['no base64url', 'a+b/'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no object', Buffer.from('[]').toString('base64url')],
    ['without a challenge', Buffer.from('{"payload":{"preimage":"00"}}').toString('base64url')],
    ['without a preimage', Buffer.from('{"challenge":{},"payload":{}}').toString('base64url')],
    [
      'over 8192 bytes',
      Buffer.from(`{"challenge":{},"payload":{"preimage":"${'0'.repeat(6200)}"}}`).toString('base64url'),
    ],
  ])('a payment credential that is %s is malformed', async (_what, credential) => {
    expect((await shop.verify({}, { credential })).reason).toBe('malformed_credential');
  });

  it('an unknown key id is answered as a forged signature', async () => {
    const { macaroon, preimage } = await shop.paid();
    const bytes = Buffer.from(macaroon, 'base64');
    bytes[13 + 34] = 9;
    const unknown = { macaroon: bytes.toString('base64'), preimage };
    expect((await shop.verify(unknown)).reason).toBe('invalid_signature');
  });
});
