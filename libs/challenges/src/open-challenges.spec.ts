import { limits, ManualClock, parseEnv } from '@turnpike/config';
import { HotPool, type Statement } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';
import { RateLimited } from '@turnpike/problems';

import { insertChallenge } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { OpenChallenges } from './open-challenges.js';

const CAP = 5;
const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };

/** A pool that counts what it is asked, and can be away. */
class CountingPool extends HotPool {
  asked = 0;
  away = false;

  override async query<Row extends object>(statement: Statement) {
    this.asked += 1;
    if (this.away) throw new Error('away');
    return super.query<Row>(statement);
  }
}

let database: TestDatabase;
let pool: CountingPool;
let clock: ManualClock;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = new CountingPool(database.url, 4);
  clock = new ManualClock(new Date());
});

afterEach(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const open = () => new OpenChallenges(pool, clock, parseEnv({ OPEN_CHALLENGES_MAX: String(CAP) }));

async function admitted(challenges: OpenChallenges, calls: number, whose = tenant): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: calls }, () => challenges.admit(whose)));
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RateLimited);
  }
  return results.filter(({ status }) => status === 'fulfilled').length;
}

/** Resolves when no count is being read. */
async function untilRead(challenges: OpenChallenges): Promise<void> {
  await Promise.all((Reflect.get(challenges, 'reading') as Map<string, Promise<unknown>>).values());
}

describe('the cap on open challenges', () => {
  it('counts unpaid challenges of this tenant and mode whose invoice has not expired', async () => {
    await insertChallenge(pool);
    await insertChallenge(pool, { mode: 1 });
    await insertChallenge(pool, { merchantId: 2 });
    for (const change of [`paid_at = now()`, `invoice_expires_at = now() - interval '1 second'`]) {
      const { key } = await insertChallenge(pool);
      await pool.query({ text: `UPDATE challenge SET ${change} WHERE key = $1`, values: [key] });
    }
    expect(await admitted(open(), 2 * CAP)).toBe(CAP - 1);
  });

  it('asks once for many mints that come together', async () => {
    const challenges = open();
    expect(await admitted(challenges, 50)).toBe(CAP);
    expect(pool.asked).toBe(1);
  });

  it('asks again after the database was away', async () => {
    const challenges = open();
    pool.away = true;
    await expect(challenges.admit(tenant)).rejects.toThrow('away');
    pool.away = false;
    expect(await admitted(challenges, CAP)).toBe(CAP);
  });

  describe('when its count has aged', () => {
    const age = limits.openChallengeCountMillis + 1;
    let later = 0;

    beforeEach(() => {
      later = 0;
      const now = performance.now.bind(performance);
      jest.spyOn(performance, 'now').mockImplementation(() => now() + later);
    });

    afterEach(() => jest.restoreAllMocks());

    it('lets go on without waiting who is below it, and counts anew beside them', async () => {
      const challenges = open();
      expect(await admitted(challenges, 1)).toBe(1);
      for (let n = 1; n < CAP; n += 1) await insertChallenge(pool);
      later = age;
      pool.asked = 0;
      expect(await admitted(challenges, 1)).toBe(1);
      expect(pool.asked).toBe(1);
      // The new count knows of four, and one more is let in.
      await untilRead(challenges);
      expect(await admitted(challenges, 3)).toBe(1);
    });

    it('waits for the new count where the old one says that it is reached, or is very old', async () => {
      const challenges = open();
      expect(await admitted(challenges, 2 * CAP)).toBe(CAP);
      later = age;
      expect(await admitted(challenges, CAP)).toBe(CAP);
      for (let n = 0; n < CAP; n += 1) await insertChallenge(pool);
      later = 4 * age;
      expect(await admitted(challenges, 1)).toBe(0);
    });

    it('goes on with the old one while the database is away', async () => {
      const challenges = open();
      expect(await admitted(challenges, 1)).toBe(1);
      [later, pool.away] = [age, true];
      expect(await admitted(challenges, 1)).toBe(1);
    });
  });
});
