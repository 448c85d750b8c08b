import { randomBytes, randomUUID } from 'node:crypto';
import { HotPool } from '@turnpike/database';
import { parseMerchantId, parsePaymentHash, type MerchantId, type PaymentHash } from '@turnpike/l402';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { SandboxRepository, type NewSandboxInvoice } from './sandbox.repository.js';

const merchantId = parseMerchantId(1) as MerchantId;
const now = new Date('2026-11-20T12:00:00Z');
const later = new Date('2026-11-20T12:10:00Z');

/** A pool that counts what it is asked. */
class CountingPool extends HotPool {
  readonly statements: (string | undefined)[] = [];

  override query: HotPool['query'] = (statement) => {
    this.statements.push(statement.name);
    return super.query(statement);
  };
}

describe('SandboxRepository', () => {
  let database: TestDatabase;
  let pool: CountingPool;
  let repository: SandboxRepository;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  beforeEach(() => {
    pool = new CountingPool(database.url);
    repository = new SandboxRepository(pool);
  });

  afterEach(() => pool.onApplicationShutdown());
  afterAll(() => database.drop());

  function invoice(change: Partial<NewSandboxInvoice> = {}): NewSandboxInvoice {
    return {
      paymentHash: parsePaymentHash(randomBytes(32).toString('hex')) as PaymentHash,
      challengeId: randomUUID(),
      paymentRequest: `lnbcrt${randomBytes(8).toString('hex')}`,
      amountMsat: 9_007_199_254_740_993n,
      createdAt: now,
      expiresAt: later,
      ...change,
    };
  }

  it('keeps an invoice with one prepared statement', async () => {
    const made = invoice();
    expect(await repository.create(merchantId, made)).toBe(made.paymentRequest);
    expect(pool.statements).toEqual(['sandbox-create']);
    const { createdAt: _, ...kept } = made;
    expect(await repository.find(merchantId, [made.paymentHash])).toEqual([
      { ...kept, state: 'open', settledAt: null },
    ]);
  });

  it('keeps the first of many with one hash, and gives that one to all', async () => {
    const paymentHash = invoice().paymentHash;
    const made = Array.from({ length: 10 }, () => invoice({ paymentHash }));
    const kept = await Promise.all(made.map((one) => repository.create(merchantId, one)));
    expect(new Set(kept).size).toBe(1);
    expect(await repository.find(merchantId, [paymentHash])).toMatchObject([{ paymentRequest: kept[0] }]);
  });

  it('finds no invoice of another merchant and decides none', async () => {
    const made = invoice();
    const stranger = parseMerchantId(2) as MerchantId;
    await repository.create(merchantId, made);
    const outcome = { state: 'paid', paidAt: now, settledAt: now } as const;
    expect(await repository.find(stranger, [made.paymentHash])).toEqual([]);
    expect(await repository.decide(stranger, made.paymentHash, outcome, now)).toBe(false);
    expect(await repository.find(merchantId, [made.paymentHash])).toMatchObject([{ state: 'open' }]);
  });

  it('finds many at once with one statement, by the primary key', async () => {
    const made = Array.from({ length: 120 }, () => invoice());
    for (const one of made) await repository.create(merchantId, one);
    pool.statements.length = 0;
    const hashes = made.map((one) => one.paymentHash);
    expect(await repository.find(merchantId, hashes)).toHaveLength(120);
    expect(pool.statements).toEqual(['sandbox-find']);
    const plan = await pool.withTransaction(async (transaction) => {
      // So few rows are read faster without an index; what counts is that it can be used.
      await transaction.query({ text: 'SET LOCAL enable_seqscan = off' });
      return transaction.query<Record<string, string>>({
        text: `EXPLAIN SELECT state FROM sandbox_invoice
          WHERE merchant_id = 1 AND payment_hash = ANY (ARRAY['\\x${hashes[0]!}', '\\x${hashes[1]!}']::bytea[])`,
      });
    });
    expect(JSON.stringify(plan.rows)).toContain('sandbox_invoice_pkey');
  });

  it('decides what is open and not past its expiry, once, and changes nothing else', async () => {
    const outcome = { state: 'paid', paidAt: now, settledAt: later } as const;
    const [first, second] = [invoice(), invoice()];
    for (const one of [first, second]) await repository.create(merchantId, one);
    expect(await repository.decide(merchantId, first.paymentHash, outcome, later)).toBe(false);
    expect(await repository.decide(merchantId, first.paymentHash, outcome, now)).toBe(true);
    const again = { state: 'expired', paidAt: null, settledAt: null } as const;
    expect(await repository.decide(merchantId, first.paymentHash, again, now)).toBe(false);
    const found = await repository.find(merchantId, [first.paymentHash, second.paymentHash]);
    expect(new Map(found.map((one) => [one.paymentHash, one.state]))).toEqual(
      new Map([
        [first.paymentHash, 'paid'],
        [second.paymentHash, 'open'],
      ]),
    );
  });
});
