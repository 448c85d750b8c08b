import { randomUUID } from 'node:crypto';
import { openNwc, type NwcUnderTest, type NwcUnderTestOptions } from '../testing/nwc-under-test.js';
import { unboundedBudget, type BudgetLane } from '../call-budget.js';
import { Deadline } from '../deadline.js';
import { RateLimited } from '../wallet-errors.js';
import type { InvoiceReference, InvoiceState } from '../wallet-provider.js';

let under: NwcUnderTest;

afterEach(() => under.close());

async function create(count: number, options: NwcUnderTestOptions = {}): Promise<InvoiceReference[]> {
  under = await openNwc(options);
  const made: InvoiceReference[] = [];
  while (made.length < count) {
    const asked = { challengeId: randomUUID(), amountMsat: 21_000n, description: '', expirySeconds: 600 };
    const { paymentRequest, providerRef, expiresAt } = await under.wallet.createInvoice(
      asked,
      Deadline.in(5_000),
    );
    const { paymentHash, text } = paymentRequest;
    made.push({ paymentHash, providerRef, paymentRequest: text, createdAt: under.now(), expiresAt });
  }
  return made;
}

/** What the wallet says, and by which calls. */
async function lookUp(refs: readonly InvoiceReference[]): Promise<[InvoiceState['is'][], string[]]> {
  const before = under.service.requests.length;
  const states = await under.wallet.lookUpInvoices(refs, Deadline.in(5_000));
  const calls = under.service.requests.slice(before).map(({ method }) => method);
  return [refs.map(({ paymentHash }) => states.get(paymentHash)?.is ?? 'unknown'), calls];
}

const repeated = <T>(count: number, what: T): T[] => Array.from({ length: count }, () => what);

describe('a look-up', () => {
  it('of one invoice is one call about it', async () => {
    const refs = await create(1);
    expect(await lookUp(refs)).toEqual([['open'], ['lookup_invoice']]);
  });

  it('of many is a call for each twenty of the list', async () => {
    const refs = await create(45);
    await under.pay(refs[7]!);
    const [states, calls] = await lookUp(refs);
    expect(states.indexOf('settled')).toBe(7);
    expect(states.filter((is) => is === 'open')).toHaveLength(44);
    expect(calls).toEqual(repeated(3, 'list_transactions'));
  });

  it('by the list costs no more calls than one by one, and asks about what it left out', async () => {
    const refs = await create(60);
    const [states, calls] = await lookUp(refs.slice(0, 2));
    expect(states).toEqual(['open', 'open']);
    expect(calls).toEqual([...repeated(2, 'list_transactions'), ...repeated(2, 'lookup_invoice')]);
  });

  it('by a list that leaves out what is unpaid is made one by one from then on', async () => {
    const refs = await create(3, { habits: { listsUnpaid: false } });
    await under.pay(refs[0]!);
    expect(under.provider.traits.batchSizeMax).toBe(100);
    const [states, calls] = await lookUp(refs);
    expect(states).toEqual(['settled', 'open', 'open']);
    expect(calls).toEqual(['list_transactions', 'lookup_invoice', 'lookup_invoice']);
    expect(under.provider.traits.batchSizeMax).toBe(1);
    expect((await lookUp(refs))[1]).toEqual(repeated(3, 'lookup_invoice'));
  });

  it('leaves out of its answer what a list of use left out and there was no time to ask about', async () => {
    const refs = await create(45);
    await under.failWith('partial');
    under.service.intercept = (request) => {
      if (request.method !== 'lookup_invoice') return false;
      under.service.reply(request, { error: { code: 'NOT_FOUND', message: 'x' } });
      return true;
    };
    const states = await under.wallet.lookUpInvoices(refs, Deadline.in(5_000));
    expect([...states.values()]).toEqual(repeated(8, { is: 'unknown', because: 'not-found' }));
  });

  it('leaves out of its answer those whose call failed after the list said something', async () => {
    const refs = await create(9, { habits: { listsUnpaid: false } });
    await under.pay(refs[0]!);
    under.service.intercept = (request) => {
      if (request.method !== 'lookup_invoice') return false;
      under.service.reply(request, { error: { code: 'INTERNAL', message: 'x' } });
      return true;
    };
    const states = await under.wallet.lookUpInvoices(refs, Deadline.in(5_000));
    expect([...states.keys()]).toEqual([refs[0]!.paymentHash]);
    expect(states.get(refs[0]!.paymentHash)?.is).toBe('settled');
  });

  it('of a wallet without a list is made one by one', async () => {
    const refs = await create(3, { habits: { methods: ['make_invoice', 'lookup_invoice'] } });
    expect(under.provider.traits.batchSizeMax).toBe(1);
    expect(await lookUp(refs)).toEqual([repeated(3, 'open'), repeated(3, 'lookup_invoice')]);
  });

  it('falls back to one by one where the list is closed to us, or too long to be read', async () => {
    const refs = await create(3);
    under.service.intercept = (request) => {
      if (request.method !== 'list_transactions') return false;
      under.service.reply(request, { error: { code: 'RESTRICTED', message: 'x' } });
      return true;
    };
    expect((await lookUp(refs))[0]).toEqual(repeated(3, 'open'));
    await under.close();

    const others = await create(3);
    under.service.intercept = (request) => {
      if (request.method !== 'list_transactions') return false;
      under.service.respond(request, 'x'.repeat(60_000));
      return true;
    };
    expect((await lookUp(others))[0]).toEqual(repeated(3, 'open'));
  });

  it.each([
    ['a payment of its own for the same hash', { type: 'outgoing', state: 'settled' }],
    ['an entry that cannot be read', { amount: 'much', state: 'settled' }],
    ['another invoice', { payment_hash: '22'.repeat(32), state: 'settled' }],
  ])('does not take %s for the invoice', async (_what, change) => {
    const refs = await create(2);
    under.service.intercept = (request) => {
      if (request.method !== 'list_transactions') return false;
      void Promise.all(under.node.all().map((one) => under.service.books.transaction(one))).then((all) =>
        under.service.reply(request, { result: { transactions: all.map((one) => ({ ...one, ...change })) } }),
      );
      return true;
    };
    expect((await lookUp(refs))[0]).toEqual(['open', 'open']);
  });

  it('of a wallet that knows nothing of it, or answers about another, says unknown', async () => {
    const [ref, other] = await create(2);
    under.service.books.faults.notFoundFor = 1;
    expect((await lookUp([ref!]))[0]).toEqual(['unknown']);
    under.service.intercept = (request) => {
      const invoice = under.node.find(other!.paymentHash)!;
      void under.service.books
        .transaction(invoice)
        .then((result) => under.service.reply(request, { result }));
      return true;
    };
    expect((await lookUp([ref!]))[0]).toEqual(['unknown']);
  });

  it('keeps to its budget: what it learned before the end counts, and with nothing learned it says so', async () => {
    const lanes: BudgetLane[] = [];
    let left = Infinity;
    const budget = {
      ...unboundedBudget,
      take: async (lane: BudgetLane) => {
        lanes.push(lane);
        if (lane === 'look-up' && (left -= 1) < 0) throw new RateLimited(7, 'budget');
      },
    };
    const refs = await create(30, { context: { budget } });
    expect(lanes).toEqual(repeated(30, 'create'));
    left = 1;
    const [states] = await lookUp(refs);
    expect(states.filter((is) => is === 'open')).toHaveLength(20);
    expect(states.filter((is) => is === 'unknown')).toHaveLength(10);
    left = 0;
    await expect(lookUp(refs)).rejects.toMatchObject({ retryAfterSeconds: 7, by: 'budget' });
  });

  it('tells a wallet that limits us from a budget of ours, and makes the budget smaller', async () => {
    let overrunSeconds = 0;
    const budget = { ...unboundedBudget, overrun: (seconds: number) => (overrunSeconds = seconds) };
    const refs = await create(1, { context: { budget } });
    await under.failWith('rate-limited');
    await expect(lookUp(refs)).rejects.toMatchObject({ by: 'wallet' });
    expect(overrunSeconds).toBe(60);
  });
});
