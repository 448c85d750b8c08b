import { randomBytes, randomUUID } from 'node:crypto';
import { limits } from '@turnpike/config';
import { ColdPool, HotPool } from '@turnpike/database';
import { parseMerchantId, parsePaymentHash, type MerchantId, type PaymentHash } from '@turnpike/l402';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { PruneSandbox } from './prune-sandbox.js';
import { SandboxRepository } from './sandbox.repository.js';

const DAY_MILLIS = 86_400_000;
const merchantId = parseMerchantId(1) as MerchantId;
const now = new Date('2026-06-15T12:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY_MILLIS);

describe('pruning the sandbox', () => {
  let database: TestDatabase;
  let pool: HotPool;
  let cold: ColdPool;
  let prune: PruneSandbox;

  beforeAll(async () => {
    database = await createTestDatabase();
    [pool, cold] = [new HotPool(database.url), new ColdPool(database.url)];
    prune = new PruneSandbox(cold);
  });

  afterAll(async () => {
    await Promise.all([pool, cold].map((each) => each.onApplicationShutdown()));
    await database.drop();
  });

  async function expired(at: Date): Promise<PaymentHash> {
    const paymentHash = parsePaymentHash(randomBytes(32).toString('hex')) as PaymentHash;
    const invoice = { paymentHash, challengeId: randomUUID(), paymentRequest: 'lnbcrt1', amountMsat: 1_000n };
    await new SandboxRepository(pool).create(merchantId, { ...invoice, createdAt: at, expiresAt: at });
    return paymentHash;
  }

  it('keeps an invoice as long as a token may live that it paid for, and a day more', async () => {
    const [young, old] = [await expired(daysAgo(30.9)), await expired(daysAgo(31.1))];
    expect(await prune.run(now)).toBe(1);
    const left = await new SandboxRepository(pool).find(merchantId, [young, old]);
    expect(left.map(({ paymentHash }) => paymentHash)).toEqual([young]);
  });

  it('deletes no more at once than its bound, the oldest first', async () => {
    await pool.query({
      text: `INSERT INTO sandbox_invoice (payment_hash, merchant_id, challenge_id, payment_request, amount_msat, created_at, expires_at)
        SELECT sha256(n::text::bytea), 1, gen_random_uuid(), 'lnbcrt1', 1, $1, $1 FROM generate_series(1, $2) n`,
      values: [daysAgo(40), limits.pruneBatchMax],
    });
    const newer = await expired(daysAgo(35));
    expect(await prune.run(now)).toBe(limits.pruneBatchMax);
    expect(await new SandboxRepository(pool).find(merchantId, [newer])).toHaveLength(1);
    expect([await prune.run(now), await prune.run(now)]).toEqual([1, 0]);
  });
});
