import { RootKeys } from '@turnpike/l402';

import { attenuated, forgedCredential, signedCredential } from '../support/hand-made-tokens.js';
import { after, OPENS_AT, type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

const NOW = OPENS_AT.getTime() / 1000;
const HASH = 'ab'.repeat(32);
let shop: SandboxShop;
let offer: PaidOffer;

beforeAll(async () => {
  shop = await SandboxShop.open();
  offer = await shop.paid();
});

afterAll(() => shop.close());

const verdict = (caveats: readonly string[], context: object = {}) =>
  shop.verify({ ...offer, macaroon: attenuated(offer.macaroon, ...caveats) }, context);

describe('a token to which the holder appended', () => {
  it.each<[string, string[]]>([
    ['the preimage, as some clients do', [`preimage=${HASH}`]],
    [
      'what means nothing to us',
      ['services=a:0', 'a_capabilities=read', 'RequestPath = /x', 'no equals sign', '='],
    ],
    ['what it says already', ['path=/r', 'amount_sats=5', `expires=${NOW + 3600}`]],
    ['58 caveats', Array.from({ length: 58 }, (_, index) => `note=${index}`)],
    ['bytes that are no text of ours', ['\u00ff\u0000=']],
  ])('%s is good', async (_what, caveats) => {
    expect(await verdict(caveats)).toMatchObject({ valid: true, resource: '/r', expiresAt: after(3600) });
  });

  it('an earlier expiry ends then', async () => {
    expect(await verdict([`expires=${NOW + 10}`, `expires=${NOW + 5}`])).toMatchObject({
      expiresAt: after(5),
    });
    shop.at(5);
    expect((await verdict([`expires=${NOW + 10}`, `expires=${NOW + 5}`])).reason).toBe('expired');
    expect(await shop.verify(offer)).toMatchObject({ valid: true, expiresAt: after(3600) });
    shop.at(0);
  });

  it('a method or a body is bound to it from then on', async () => {
    expect(await verdict(['method=GET'])).toMatchObject({ reason: 'missing_context', missing: ['method'] });
    expect((await verdict(['method=GET'], { method: 'POST' })).reason).toBe('wrong_method');
    expect(await verdict(['method=GET'], { method: 'HEAD' })).toMatchObject({ valid: true });
    expect((await verdict([`body_sha256=${HASH}`], { bodySha256: '00'.repeat(32) })).reason).toBe(
      'wrong_body',
    );
    expect(await verdict([`body_sha256=${HASH}`], { bodySha256: HASH })).toMatchObject({ valid: true });
  });

  it.each([
    ['a later expiry', [`expires=${NOW + 3601}`]],
    ['an expiry later than one appended before', [`expires=${NOW + 5}`, `expires=${NOW + 6}`]],
    ['another amount', ['amount_sats=4']],
    ['a higher amount', ['amount_sats=6']],
    ['another path', ['path=/']],
    ['another merchant', ['merchant_id=999']],
    ['two different methods', ['method=GET', 'method=POST']],
    ['a number with a leading zero', ['amount_sats=05']],
    ['a number with a sign', [`expires=+${NOW}`]],
    ['a number of no digits', ['expires=']],
    ['an expiry in milliseconds', [`expires=${NOW}000`]],
    ['our name without a value', ['expires']],
    ['our name in another case', [`Expires=${NOW}`]],
    ['our name with a blank', [`expires = ${NOW}`]],
    ['a method in lower case', ['method=get']],
    ['a body hash in upper case', [`body_sha256=${HASH.toUpperCase()}`]],
    ['a name that is reserved', ['tp_limit=1']],
  ])('%s is not allowed', async (_what, caveats) => {
    expect((await verdict(caveats)).reason).toBe('caveat_not_allowed');
  });

  it('is as good as nothing without the signature chain', async () => {
    const own = attenuated(offer.macaroon, `expires=${NOW + 5}`);
    const bytes = Buffer.from(own, 'base64');
    const original = Buffer.from(offer.macaroon, 'base64');
    original.copy(bytes, bytes.length - 32, original.length - 32);
    const stripped = { ...offer, macaroon: bytes.toString('base64') };
    expect((await shop.verify(stripped)).reason).toBe('invalid_signature');
  });

  it('shares its uses with all its copies, however they are written', async () => {
    const limited = await shop.paid({ maxUses: 2 });
    const copies = [
      attenuated(limited.macaroon, 'preimage=x'),
      limited.macaroon.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
      limited.macaroon,
    ];
    const verdicts = [];
    for (const macaroon of copies) verdicts.push(await shop.verify({ ...limited, macaroon }));
    expect(verdicts.map(({ usesRemaining, reason }) => usesRemaining ?? reason)).toEqual([1, 0, 'used_up']);
  });
});

describe('of several macaroons', () => {
  const list = async (macaroons: readonly string[], preimage = offer.preimage) =>
    shop.verify({ macaroon: macaroons.join(','), preimage });

  it('the first is judged whose payment hash and signature fit', async () => {
    const other = await shop.paid({ resource: '/other' });
    const forged = forgedCredential({ merchantId: shop.merchant.merchantId, expiresAtSeconds: NOW + 60 });
    expect(await list([other.macaroon, offer.macaroon])).toMatchObject({ valid: true, resource: '/r' });
    expect(await list([other.macaroon, offer.macaroon], other.preimage)).toMatchObject({
      resource: '/other',
    });
    expect(await list([forged.macaroon, other.macaroon, offer.macaroon])).toMatchObject({ valid: true });
    expect(await list([` ${other.macaroon} `, ` ${offer.macaroon}`])).toMatchObject({ valid: true });
  });

  it('not the loosest: a narrowed copy before the original counts', async () => {
    const narrow = attenuated(offer.macaroon, `expires=${NOW}`);
    expect((await list([narrow, offer.macaroon])).reason).toBe('expired');
    expect(await list([offer.macaroon, narrow])).toMatchObject({ valid: true });
  });

  it('none of which fits, the first is judged', async () => {
    const keys = shop.api.app.get(RootKeys, { strict: false });
    const terms = { merchantId: shop.merchant.merchantId, expiresAtSeconds: NOW + 60 };
    const stranger = signedCredential(keys, { ...terms, merchantId: terms.merchantId + 1 });
    const forged = forgedCredential(terms);
    expect((await list([stranger.macaroon, forged.macaroon], stranger.preimage)).reason).toBe(
      'wrong_merchant',
    );
    expect((await list([forged.macaroon, stranger.macaroon], stranger.preimage)).reason).toBe(
      'invalid_preimage',
    );
    expect((await list([forged.macaroon, stranger.macaroon], forged.preimage)).reason).toBe(
      'invalid_signature',
    );
  });

  it('four are read', async () => {
    const other = await shop.paid({ resource: '/other' });
    const four = [other.macaroon, other.macaroon, other.macaroon, offer.macaroon];
    expect(await list(four)).toMatchObject({ valid: true, resource: '/r' });
  });
});

describe('the expiry of a token', () => {
  it('is a whole second: good a millisecond before, over at it and after, whatever is remembered', async () => {
    const sold = await shop.paid({ tokenValiditySeconds: 300 });
    const at = async (seconds: number) => {
      shop.at(seconds);
      return (await shop.verify(sold)).reason;
    };
    expect(await at(0)).toBeNull();
    expect(await at(299.999)).toBeNull();
    expect(await at(300)).toBe('expired');
    expect(await at(300.001)).toBe('expired');
    expect(await at(86_400)).toBe('expired');
    shop.at(0);
    expect(await shop.shown(sold.paymentHash)).toMatchObject({ uses: 2 });
  });

  it('is that of the mint, though the setting changed since', async () => {
    const sold = await shop.paid();
    await shop.set({ tokenValiditySeconds: 300 });
    expect(await shop.verify(sold)).toMatchObject({ valid: true, expiresAt: after(3600) });
    await shop.set({ tokenValiditySeconds: 3600 });
  });

  it('comes with an invoice that was paid in its last second', async () => {
    const minted = await shop.minted();
    shop.at(599.999);
    const { body } = await shop.pay(minted.invoice);
    shop.at(3599.999);
    expect(await shop.verify({ ...minted, preimage: body['preimage'] })).toMatchObject({ valid: true });
    shop.at(0);
  });
});
