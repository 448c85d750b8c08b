import { ManualClock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { createLogger } from '@turnpike/observability';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { WalletRows } from '../testing/wallet-rows.js';
import { walletBounds } from '../wallet-bounds.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from '../wallet-errors.js';
import { WalletHealth } from './wallet-health.js';
import { WalletHealthRepository } from './wallet-health.repository.js';

const start = new Date('2026-06-15T12:00:00Z');
const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const merchant = 1 as MerchantId;

/** Keeps what is being written, so that a test can wait for it; can be away. */
class HeardRepository extends WalletHealthRepository {
  readonly writes: Promise<void>[] = [];
  isAway = false;

  override note(...args: Parameters<WalletHealthRepository['note']>): Promise<void> {
    const write = this.isAway ? Promise.reject(new Error('away')) : super.note(...args);
    this.writes.push(write);
    return write;
  }
}

let database: TestDatabase;
let pool: ColdPool;
let rows: WalletRows;
let repository: HeardRepository;
let clock: ManualClock;
let health: WalletHealth;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 4);
  rows = new WalletRows(pool);
});

beforeEach(async () => {
  await rows.clear();
  await rows.add({ id: 'wal_a', role: 'primary' });
  [repository, clock] = [new HeardRepository(pool), new ManualClock(start)];
  health = anotherProcess();
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const anotherProcess = (): WalletHealth =>
  new WalletHealth(repository, clock, createLogger({ logLevel: 'silent' }));

/** Notes how calls ended, one after the other. */
async function note(...errors: unknown[]): Promise<void> {
  for (const error of errors) {
    health.note(merchant, 'wal_a', error);
    await Promise.allSettled(repository.writes);
  }
}

describe('the end of a call', () => {
  it.each([
    ['an answer', null, 'ok'],
    ['an answer of no use', new ProtocolViolation('x'), 'ok'],
    ['a refusal of the request', new Rejected('amount'), 'ok'],
    ['no connection', new Unavailable(5), 'unavailable'],
    ['silence', new UnknownOutcome(), 'unavailable'],
    ['the wallet’s own limit', new RateLimited(5), 'unavailable'],
    ['a refused credential', new CredentialInvalid(), 'rejected'],
    ['another certificate', new CredentialInvalid('certificate'), 'rejected'],
  ])('by %s is noted', async (_what, error, word) => {
    await note(error);
    const badSince = word === 'ok' ? null : start;
    expect(await rows.health('wal_a')).toEqual({
      health: word,
      badSince,
      alertedAt: null,
      lastCheckedAt: start,
    });
  });

  it.each([
    ['our own budget was empty', new RateLimited(5, 'budget')],
    ['the wallet is being spared', new Unavailable(5, 'us')],
  ])('before it was made, since %s, says nothing', async (_what, error) => {
    await note(new CredentialInvalid(), error);
    expect(repository.writes).toHaveLength(1);
    expect(await rows.health('wal_a')).toMatchObject({ health: 'rejected' });
  });

  it('that is like the one before costs no write, however many there are', async () => {
    for (let n = 0; n < 1_000; n += 1) health.note(merchant, 'wal_a', null);
    await note(null);
    expect(repository.writes).toHaveLength(1);
    await note(new UnknownOutcome(), new Unavailable(1), null);
    expect(repository.writes).toHaveLength(3);
  });

  it('that could not be written is written with the next call, and fails nobody', async () => {
    repository.isAway = true;
    await note(new UnknownOutcome());
    repository.isAway = false;
    await note(new UnknownOutcome());
    expect(await rows.health('wal_a')).toMatchObject({ health: 'unavailable' });
  });

  it('counts as bad since the first of its kind, whichever kinds follow', async () => {
    await note(new UnknownOutcome());
    clock.advanceSeconds(100);
    await note(new CredentialInvalid());
    expect(await rows.health('wal_a')).toMatchObject({ health: 'rejected', badSince: start });
    await note(null);
    expect(await rows.health('wal_a')).toMatchObject({ health: 'ok', badSince: null });
  });

  it('that is written late does not undo a later one', async () => {
    await repository.note(1, 'wal_a', 'ok', at(10), at(-20));
    await repository.note(1, 'wal_a', 'unavailable', at(9), at(-21));
    expect(await rows.health('wal_a')).toMatchObject({ health: 'ok', lastCheckedAt: at(10) });
  });

  it('is noted of nobody else’s wallet', async () => {
    health.note(2 as MerchantId, 'wal_a', new UnknownOutcome());
    await Promise.all(repository.writes);
    expect(await rows.health('wal_a')).toMatchObject({ health: 'unknown' });
  });
});

describe('silent wallets', () => {
  const checked = (id: string, seconds: number, isBad = false, isTold = false) =>
    pool.query({
      text: 'UPDATE wallet_connection SET last_checked_at = $2, bad_since = $3, alerted_at = $4 WHERE id = $1',
      values: [id, at(seconds), isBad ? at(seconds) : null, isTold ? at(seconds) : null],
    });

  it('are those with a role that nobody asked anything for minutes, the longest silent first', async () => {
    const silent = -walletBounds.unseenSeconds;
    for (const id of ['wal_b', 'wal_c', 'wal_d']) await rows.add({ id, merchantId: 2, role: null });
    await rows.add({ id: 'wal_e', merchantId: 3, role: 'primary' });
    await rows.add({ id: 'wal_f', merchantId: 3, role: 'fallback' });
    await rows.add({ id: 'wal_g', merchantId: 4, role: 'primary' });
    await checked('wal_a', silent);
    await checked('wal_e', silent - 1);
    await checked('wal_f', silent + 1);
    expect((await health.unseen()).map(({ id }) => id)).toEqual(['wal_g', 'wal_e', 'wal_a']);
  });

  it('are sooner those that were bad and whose merchants do not know yet', async () => {
    await rows.add({ id: 'wal_b', merchantId: 2, role: 'primary' });
    await rows.add({ id: 'wal_c', merchantId: 3, role: 'primary' });
    await checked('wal_a', -walletBounds.doubtSeconds, true);
    await checked('wal_b', 1 - walletBounds.doubtSeconds, true);
    await checked('wal_c', -walletBounds.doubtSeconds, true, true);
    expect(await health.unseen()).toEqual([{ merchantId: 1, id: 'wal_a' }]);
  });
});
