import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { AskedInPart, lookUpEach } from './look-up-each.js';
import { ProtocolViolation, RateLimited, Rejected, Unavailable } from './wallet-errors.js';
import type { InvoiceReference, InvoiceState } from './wallet-provider.js';

const refs = Array.from({ length: 20 }, (_, at): InvoiceReference => {
  const paymentHash = parsePaymentHash(at.toString(16).padStart(64, '0')) as PaymentHash;
  const times = { createdAt: new Date(), expiresAt: new Date() };
  return { paymentHash, providerRef: String(at), paymentRequest: '', ...times };
});
const open: InvoiceState = { is: 'open' };

describe('looking up invoices by one call each', () => {
  it('asks about all of them, so many at a time and no more', async () => {
    let now = 0;
    let most = 0;
    const states = await lookUpEach(refs, 4, async () => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      return open;
    });
    expect([...states.keys()].sort()).toEqual(refs.map(({ paymentHash }) => paymentHash));
    expect(most).toBe(4);
    expect(await lookUpEach([], 4, async () => open)).toEqual(new Map());
  });

  it('loses only the word on the one whose answer cannot be read', async () => {
    const states = await lookUpEach(refs.slice(0, 3), 2, async ({ providerRef }) => {
      if (providerRef === '0') throw new ProtocolViolation('x');
      if (providerRef === '1') throw new Rejected('request');
      return open;
    });
    const unreadable = { is: 'unknown', because: 'unreadable' };
    expect([...states.values()]).toEqual([unreadable, unreadable, open]);
  });

  it('keeps what it was told before our own budget ended, and says that the rest was not asked about', async () => {
    let left = 7;
    const ask = async (): Promise<InvoiceState> => {
      left -= 1;
      if (left < 0) throw new RateLimited(3, 'budget');
      return open;
    };
    const failure: unknown = await lookUpEach(refs, 4, ask).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AskedInPart);
    const { states, name, retryAfterSeconds, by } = failure as AskedInPart;
    expect([states.size, name, retryAfterSeconds, by]).toEqual([7, 'RateLimited', 3, 'budget']);
    await expect(lookUpEach(refs, 4, ask)).rejects.toMatchObject({ name: 'RateLimited', by: 'budget' });
  });

  it('throws any other failure and begins no further call', async () => {
    let calls = 0;
    const asked = lookUpEach(refs, 3, async () => {
      calls += 1;
      await Promise.resolve();
      throw new Unavailable(calls);
    });
    await expect(asked).rejects.toBeInstanceOf(Unavailable);
    expect(calls).toBe(3);
  });
});
