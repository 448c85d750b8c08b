import { ManualClock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { createLogger } from '@turnpike/observability';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { WalletRows } from '../testing/wallet-rows.js';
import { walletBounds } from '../wallet-bounds.js';
import type { Health } from './stored-connection.js';
import { WalletHealth } from './wallet-health.js';
import { WalletHealthRepository } from './wallet-health.repository.js';

const BAD = walletBounds.alertAfterSeconds;
const start = new Date('2026-06-15T12:00:00Z');
const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);

let database: TestDatabase;
let pool: ColdPool;
let rows: WalletRows;
let repository: WalletHealthRepository;
let clock: ManualClock;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 10);
  [rows, repository] = [new WalletRows(pool), new WalletHealthRepository(pool)];
});

beforeEach(async () => {
  await rows.clear();
  await rows.add({ id: 'wal_a', role: 'primary' });
  clock = new ManualClock(start);
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const teller = (): WalletHealth => new WalletHealth(repository, clock, createLogger({ logLevel: 'silent' }));

/** The word about the wallet at that time, and what is told right after. */
async function then(seconds: number, word: Health, id = 'wal_a'): Promise<number> {
  await repository.note(1, id, word, at(seconds), at(seconds));
  clock.set(at(seconds));
  return teller().tell();
}

const types = async (): Promise<string[]> => (await rows.events()).map(({ type }) => type);

describe('a wallet that does not answer', () => {
  it('is told of once, when it was bad for two minutes', async () => {
    await then(0, 'ok');
    expect([await then(1, 'unavailable'), await then(BAD, 'unavailable')]).toEqual([0, 0]);
    expect(await then(1 + BAD, 'unavailable')).toBe(1);
    expect([await then(500, 'unavailable'), await then(9_999, 'unavailable')]).toEqual([0, 0]);
    expect(await rows.events()).toEqual([
      {
        merchantId: 1,
        mode: 1,
        type: 'wallet.unavailable',
        data: {
          mode: 'live',
          merchantId: 1,
          walletId: 'wal_a',
          kind: 'lnd',
          label: 'Node',
          role: 'primary',
          health: 'unavailable',
          since: '2026-06-15T12:00:01.000Z',
        },
      },
    ]);
  });

  it('and then refuses us is told of once more, as nobody need wait for it', async () => {
    await then(0, 'unavailable');
    await then(BAD, 'unavailable');
    expect([
      await then(300, 'rejected'),
      await then(400, 'rejected'),
      await then(500, 'unavailable'),
    ]).toEqual([1, 0, 0]);
    expect(await then(600, 'ok')).toBe(1);
    expect(await types()).toEqual(['wallet.unavailable', 'wallet.rejected', 'wallet.recovered']);
  });

  it('for a short while is told of to nobody, and neither is its coming back', async () => {
    for (let minute = 0; minute < 60; minute += 2) {
      await then(minute * 60, 'unavailable');
      await then((minute + 1) * 60, 'ok');
    }
    expect(await rows.events()).toEqual([]);
  });

  it('once, and was asked nothing since, is not told of: it may be well', async () => {
    await then(0, 'unavailable');
    clock.set(at(9_999));
    expect(await teller().tell()).toBe(0);
    await then(10_000, 'ok');
    expect(await rows.events()).toEqual([]);
  });

  it('and then does, is told of once more, and may go bad and come back again', async () => {
    for (const round of [0, 10_000]) {
      await then(round, 'unavailable');
      await then(round + BAD, 'unavailable');
      expect(await then(round + BAD + 1, 'ok')).toBe(1);
      expect(await then(round + BAD + 2, 'ok')).toBe(0);
    }
    expect(await types()).toEqual([
      'wallet.unavailable',
      'wallet.recovered',
      'wallet.unavailable',
      'wallet.recovered',
    ]);
    expect((await rows.events())[1]?.data).toMatchObject({ health: 'ok', since: '2026-06-15T12:02:01.000Z' });
  });
});

describe('a wallet that refuses us', () => {
  it('is told of at once, once, and once more when it takes us again', async () => {
    expect(await then(0, 'rejected')).toBe(1);
    expect([await then(1, 'rejected'), await then(900, 'unavailable'), await then(999, 'rejected')]).toEqual([
      0, 0, 0,
    ]);
    expect(await then(1_000, 'ok')).toBe(1);
    expect(await types()).toEqual(['wallet.rejected', 'wallet.recovered']);
  });

  it('is no other wallet, and no other merchant’s', async () => {
    await rows.add({ id: 'wal_b', merchantId: 2, role: 'primary' });
    await then(0, 'rejected', 'wal_a');
    await then(0, 'rejected', 'wal_b');
    expect((await rows.events()).map(({ merchantId, data }) => [merchantId, data['walletId']])).toEqual([
      [1, 'wal_a'],
    ]);
    expect(await rows.health('wal_b')).toMatchObject({ health: 'unknown' });
  });
});

describe('many who tell at once', () => {
  it.each([
    ['a wallet that is bad', 'rejected', 'wallet.rejected'],
    ['a wallet that is well again', 'ok', 'wallet.recovered'],
  ] as const)('tell of %s once', async (_what, word, type) => {
    if (word === 'ok') await then(0, 'rejected');
    await repository.note(1, 'wal_a', word, at(10), at(10));
    const told = await Promise.all(Array.from({ length: 10 }, () => teller().tell()));
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect((await types()).filter((one) => one === type)).toHaveLength(1);
  });
});
