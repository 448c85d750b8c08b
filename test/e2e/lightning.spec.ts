import { randomBytes } from 'node:crypto';
import { LightningShop } from '../support/lightning/lightning-shop.js';

const RESOURCE = '/v1/forecast';
const FIRST_LOOK_SECONDS = 1;
const INVOICE_SECONDS = 600;
const GRACE_SECONDS = 600;
const OPENING_MILLIS_MAX = 90_000;

let shop: LightningShop;

// Two nodes, an API and a worker: on a busy machine that takes its time.
beforeAll(async () => {
  shop = await LightningShop.open();
}, OPENING_MILLIS_MAX);

afterAll(() => shop.close());

describe('a challenge that is paid over a Lightning channel', () => {
  it('verifies with the preimage that the payer learned, before anybody asked the wallet', async () => {
    const offer = await shop.mint(RESOURCE);
    expect(offer.invoice).toMatch(/^lnbcrt210n1/);
    const preimage = await shop.pay(offer);
    expect(await shop.verify(offer.macaroon, preimage)).toMatchObject({
      valid: true,
      resource: RESOURCE,
      merchantId: shop.merchantId,
      amountSats: 21,
      paymentHash: offer.paymentHash,
      reason: null,
    });
    expect(await shop.listed(offer.paymentHash)).toMatchObject({
      status: 'paid',
      settlement: 'open',
      uses: 1,
    });
  });

  it('is settled by a look-up of the worker, even if nobody verifies', async () => {
    const offer = await shop.mint(RESOURCE);
    await shop.pay(offer);
    expect(await shop.listed(offer.paymentHash)).toMatchObject({ status: 'unpaid', settlement: 'open' });
    await shop.letPass(FIRST_LOOK_SECONDS);
    await shop.words.said(offer.paymentHash, 'settled');
    expect(await shop.listed(offer.paymentHash)).toMatchObject({
      status: 'paid',
      settlement: 'settled',
      uses: 0,
    });
  });

  it('is told as paid once and as settled once, whichever comes first', async () => {
    const [verified, looked] = [await shop.mint(RESOURCE), await shop.mint(RESOURCE)];
    const preimages = [await shop.pay(verified), await shop.pay(looked)] as const;
    await shop.verify(verified.macaroon, preimages[0]);
    await shop.letPass(FIRST_LOOK_SECONDS);
    await shop.words.said(verified.paymentHash, 'settled');
    await shop.words.said(looked.paymentHash, 'settled');
    await shop.verify(verified.macaroon, preimages[0]);
    await shop.verify(looked.macaroon, preimages[1]);
    const once = ['challenge.created', 'challenge.paid', 'challenge.settled', 'challenge.used'];
    for (const { paymentHash } of [verified, looked])
      expect((await shop.eventsOf(paymentHash)).sort()).toEqual(once);
  });

  it('cannot be paid twice', async () => {
    const offer = await shop.mint(RESOURCE);
    await shop.pay(offer);
    await expect(shop.pay(offer)).rejects.toMatchObject({ why: 'paid before' });
  });
});

describe('a challenge that is not paid', () => {
  it('verifies with no preimage, not even with that of another payment', async () => {
    const [paid, unpaid] = [await shop.mint(RESOURCE), await shop.mint(RESOURCE)];
    const others = [
      await shop.pay(paid),
      unpaid.paymentHash,
      '00'.repeat(32),
      randomBytes(32).toString('hex'),
    ];
    for (const preimage of others) {
      const verdict = await shop.verify(unpaid.macaroon, preimage);
      expect(verdict).toMatchObject({ valid: false, reason: 'invalid_preimage' });
    }
    expect(await shop.listed(unpaid.paymentHash)).toMatchObject({ status: 'unpaid', uses: 0 });
  });

  it('expires: at once for payers, and with an event when the grace is over', async () => {
    const offer = await shop.mint(RESOURCE);
    await shop.letPass(INVOICE_SECONDS + 1);
    expect(await shop.listed(offer.paymentHash)).toMatchObject({ status: 'expired', settlement: 'open' });
    await expect(shop.pay(offer)).rejects.toMatchObject({ why: 'rejected' });
    await shop.words.said(offer.paymentHash, 'open');
    await shop.letPass(GRACE_SECONDS);
    await shop.words.said(offer.paymentHash, 'expired');
    expect(await shop.listed(offer.paymentHash)).toMatchObject({ status: 'expired', settlement: 'expired' });
    expect(await shop.eventsOf(offer.paymentHash)).toEqual(['challenge.created', 'challenge.expired']);
  });
});

describe('a merchant who wants the word of the wallet', () => {
  const setPolicy = async (settlementPolicy: string): Promise<void> => {
    const { status } = await shop.call('PATCH', '/api/merchant/settings', { settlementPolicy });
    expect(status).toBe(200);
  };

  beforeAll(() => setPolicy('settled'));
  afterAll(() => setPolicy('preimage'));

  it('admits nobody before the wallet was asked; the refusal has it asked', async () => {
    const offer = await shop.mint(RESOURCE);
    const preimage = await shop.pay(offer);
    const early = await shop.verify(offer.macaroon, preimage);
    expect(early).toMatchObject({ valid: false, reason: 'settlement_unknown' });
    await shop.words.said(offer.paymentHash, 'settled');
    expect(await shop.verify(offer.macaroon, preimage)).toMatchObject({ valid: true });
  });

  it('admits nobody while the wallet last said open; the refusal has it asked again', async () => {
    const offer = await shop.mint(RESOURCE);
    await shop.letPass(FIRST_LOOK_SECONDS);
    await shop.words.said(offer.paymentHash, 'open');
    const preimage = await shop.pay(offer);
    const early = await shop.verify(offer.macaroon, preimage);
    expect(early).toMatchObject({ valid: false, reason: 'not_settled' });
    await shop.words.said(offer.paymentHash, 'settled');
    expect(await shop.verify(offer.macaroon, preimage)).toMatchObject({ valid: true });
  });
});

describe('a wallet that is away', () => {
  it('keeps nobody out who has paid, and only stops new challenges', async () => {
    const offer = await shop.mint(RESOURCE);
    const preimage = await shop.pay(offer);
    await shop.loseWallet();
    const { status, headers, body } = await shop.call('POST', '/api/l402/challenges', {
      resource: RESOURCE,
      priceSats: 21,
    });
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: 'wallet_unavailable' });
    expect(headers.get('retry-after')).not.toBeNull();
    expect(await shop.verify(offer.macaroon, preimage)).toMatchObject({ valid: true });
  });
});
