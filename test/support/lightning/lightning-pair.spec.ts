import { hashPreimage, parsePreimage, decodePaymentRequest } from '@turnpike/l402';
import { openChannel, type LightningPair, type NodeInvoice } from './lightning-pair.js';

let pair: LightningPair;

beforeAll(async () => {
  pair = await openChannel();
}, 60_000);

afterAll(() => pair.close());

const invoice = (expirySeconds = 600): Promise<NodeInvoice> =>
  pair.merchant.createInvoice({ amountMsat: 21_000n, description: 'weather', expirySeconds });
const secondsLater = (seconds: number): Date => new Date(pair.now.getTime() + seconds * 1000);

describe('two Lightning nodes with a channel', () => {
  it('make invoices that our decoder reads, signed by the merchant at the time of the last block', async () => {
    const { paymentRequest, paymentHash } = await invoice();
    const read = decodePaymentRequest(paymentRequest, 'regtest');
    const terms = { paymentHash, amountMsat: 21_000n, description: 'weather', expirySeconds: 600 };
    expect(read).toMatchObject({ ...terms, payee: pair.merchant.id });
    expect(read.timestampSeconds).toBe(pair.now.getTime() / 1000);
  });

  it('pay: the payer learns the preimage of the hash, and the merchant knows the amount', async () => {
    const { paymentRequest, paymentHash } = await invoice();
    expect(await pair.merchant.stateOf(paymentHash)).toEqual({ is: 'open' });
    const preimage = parsePreimage(await pair.payer.pay(paymentRequest))!;
    expect(hashPreimage(preimage)).toBe(paymentHash);
    const settled = { is: 'settled', receivedMsat: 21_000n, settledAt: pair.now };
    expect(await pair.merchant.stateOf(paymentHash)).toEqual(settled);
  });

  it('take a preimage of the caller, and make one invoice with it', async () => {
    const preimage = parsePreimage('5c'.repeat(32))!;
    const terms = { amountMsat: 1_000n, description: '', expirySeconds: 600, preimage };
    const first = await pair.merchant.createInvoice(terms);
    expect(first.paymentHash).toBe(hashPreimage(preimage));
    expect(await pair.merchant.createInvoice(terms)).toEqual(first);
    expect(await pair.payer.pay(first.paymentRequest)).toBe(preimage);
  });

  it('pay an invoice only once', async () => {
    const { paymentRequest } = await invoice();
    await pair.payer.pay(paymentRequest);
    await expect(pair.payer.pay(paymentRequest)).rejects.toMatchObject({ why: 'paid before' });
  });

  it('let an invoice expire with the first block after its time, and reject payments from then on', async () => {
    const { paymentRequest, paymentHash } = await invoice(60);
    await pair.mine(secondsLater(60));
    expect(await pair.merchant.stateOf(paymentHash)).toEqual({ is: 'open' });
    await pair.mine(secondsLater(1));
    expect(await pair.merchant.stateOf(paymentHash)).toEqual({ is: 'expired' });
    await expect(pair.payer.pay(paymentRequest)).rejects.toMatchObject({ why: 'rejected' });
    expect(await pair.merchant.stateOf(paymentHash)).toEqual({ is: 'expired' });
  });

  it('pay an invoice past its time as long as no block says so', async () => {
    const { paymentRequest, paymentHash } = await invoice(60);
    await pair.mine(secondsLater(60));
    await pair.payer.pay(paymentRequest);
    expect(await pair.merchant.stateOf(paymentHash)).toMatchObject({ is: 'settled' });
  });

  it('do not take their time back', async () => {
    await expect(pair.mine(secondsLater(-1))).rejects.toThrow('older');
  });

  it('know nothing of an invoice that they did not make', async () => {
    expect(await pair.merchant.stateOf('ab'.repeat(32))).toBeNull();
  });

  it('refuse what they cannot pay', async () => {
    const terms = { amountMsat: 1_000_000_000n, description: '', expirySeconds: 600 };
    const { paymentRequest } = await pair.merchant.createInvoice(terms);
    await expect(pair.payer.pay(paymentRequest)).rejects.toMatchObject({ why: 'no route' });
    await expect(pair.payer.pay('lnbcrt1')).rejects.toMatchObject({ why: 'unreadable invoice' });
  });
});
