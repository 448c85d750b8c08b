import { ManualClock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { createLogger } from '@turnpike/observability';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { WalletRows } from '../testing/wallet-rows.js';
import { WalletAlerts, type AlertMatter } from './wallet-alerts.js';
import { WalletAlertsRepository } from './wallet-alerts.repository.js';

const start = new Date('2026-06-15T12:00:00Z');
const merchant = 1 as MerchantId;

/** Keeps what is being written, so that a test can wait for it; can be away. */
class HeardRepository extends WalletAlertsRepository {
  readonly writes: Promise<void>[] = [];
  isAway = false;

  override raise(...args: Parameters<WalletAlertsRepository['raise']>): Promise<void> {
    const write = this.isAway ? Promise.reject(new Error('away')) : super.raise(...args);
    this.writes.push(write);
    return write;
  }
}

let database: TestDatabase;
let pool: ColdPool;
let rows: WalletRows;
let repository: HeardRepository;
let clock: ManualClock;
let alerts: WalletAlerts;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 4);
  rows = new WalletRows(pool);
});

beforeEach(async () => {
  await rows.clear();
  await rows.add({ id: 'wal_a', role: 'primary' });
  [repository, clock] = [new HeardRepository(pool), new ManualClock(start)];
  alerts = anotherProcess();
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const anotherProcess = (): WalletAlerts =>
  new WalletAlerts(repository, clock, createLogger({ logLevel: 'silent' }));

async function raise(by: WalletAlerts, matter: AlertMatter, id = 'wal_a', whose = merchant): Promise<void> {
  by.raise(whose, id, matter);
  await Promise.allSettled(repository.writes);
}

describe('an alert', () => {
  it('is one line for each wallet and matter, with when it began and how often it was raised', async () => {
    await raise(alerts, 'underpaid');
    clock.advanceSeconds(60);
    await raise(anotherProcess(), 'underpaid');
    clock.advanceSeconds(60);
    await raise(alerts, 'new_payee');
    expect(await alerts.list(merchant)).toEqual([
      expect.objectContaining({ matter: 'new_payee', count: 1 }),
      {
        walletId: 'wal_a',
        matter: 'underpaid',
        detail: 'Less arrived than an invoice asks for.',
        count: 2,
        firstAt: start,
        lastAt: new Date(start.getTime() + 60_000),
      },
    ]);
  });

  it('that is raised a thousand times is written once by this process', async () => {
    for (let n = 0; n < 1_000; n += 1) alerts.raise(merchant, 'wal_a', 'underpaid');
    await raise(alerts, 'underpaid');
    expect(repository.writes).toHaveLength(1);
  });

  it('raised by many processes at once is one line, and counts them all', async () => {
    await Promise.all(Array.from({ length: 20 }, () => raise(anotherProcess(), 'reconciliation')));
    expect(await alerts.list(merchant)).toEqual([expect.objectContaining({ count: 20 })]);
  });

  it('that could not be written is written when it is raised again, and fails nobody', async () => {
    repository.isAway = true;
    await raise(alerts, 'clock');
    repository.isAway = false;
    await raise(alerts, 'clock');
    expect(await alerts.list(merchant)).toHaveLength(1);
  });

  it('is kept of no wallet that is gone, and of nobody else’s', async () => {
    await raise(alerts, 'underpaid', 'wal_gone');
    await raise(alerts, 'underpaid', 'wal_a', 2 as MerchantId);
    expect([await alerts.list(merchant), await alerts.list(2 as MerchantId)]).toEqual([[], []]);
  });

  it('is shown to its merchant alone', async () => {
    await rows.add({ id: 'wal_b', merchantId: 2 });
    await raise(alerts, 'underpaid');
    await raise(alerts, 'underpaid', 'wal_b', 2 as MerchantId);
    expect((await alerts.list(merchant)).map(({ walletId }) => walletId)).toEqual(['wal_a']);
  });
});
