import { HotPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';

import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeRepository, type RecordOutcome } from './challenge.repository.js';
import { type CountedMint } from './counted-mint.js';
import { endpointKey } from './endpoint-pattern.js';
import { PlanUsageRepository } from './plan-usage.repository.js';
import { newChallenge, newRecord } from './testing/new-record.js';

const MONTH = '2026-11-01';

let database: TestDatabase;
let pools: HotPool[];
/** Two, as two processes have them. */
let repositories: ChallengeRepository[];
let usage: PlanUsageRepository;
let made = 0;
let merchant = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  pools = [new HotPool(database.url, 4), new HotPool(database.url, 4)];
  repositories = pools.map((pool) => new ChallengeRepository(pool));
  usage = new PlanUsageRepository(pools[0] as HotPool);
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.onApplicationShutdown()));
  await database.drop();
});

beforeEach(() => (merchant += 1));

interface Terms {
  readonly resource?: string;
  readonly challenges?: number | null;
  readonly resources?: number | null;
  readonly month?: string;
  readonly whose?: number;
  readonly on?: number;
}

/** Records a challenge under caps, in the month that is open for its merchant. */
async function record(terms: Terms = {}): Promise<RecordOutcome> {
  const { resource = '/r', challenges = null, resources = null, month = MONTH, whose = merchant, on } = terms;
  made += 1;
  const counted: CountedMint = {
    standing: { currentPlan: 'free', upgradeUrl: null },
    caps: { challenges, resources },
    month,
    endpoint: endpointKey(resource),
  };
  const repository = repositories[(on ?? made) % 2] as ChallengeRepository;
  const tenant = { merchantId: whose as MerchantId, mode: 'live' as const };
  return repository.insert(newRecord(newChallenge(`c${made}`, { resource }), { tenant, counted }));
}

const open = (month = MONTH, whose = merchant) => usage.open(whose, month, endpointKey('/r'));
const tally = (outcomes: readonly RecordOutcome[]) =>
  Object.fromEntries(
    [...new Set(outcomes)].sort().map((one) => [one, outcomes.filter((o) => o === one).length]),
  );

async function rows(from: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  const result = await (pools[0] as HotPool).query({ text: from, values });
  return result.rows;
}
const told = () =>
  rows(
    `SELECT data ->> 'cap' AS cap, data -> 'percent' AS percent, data -> 'used' AS used, data -> 'max' AS max, mode
     FROM outbox WHERE type = 'plan.limit_reached' AND merchant_id = $1 ORDER BY id`,
    merchant,
  );

describe('a challenge that counts', () => {
  it('is recorded up to the cap and not beyond, however many come at once over two pools', async () => {
    await open();
    const outcomes = await Promise.all(Array.from({ length: 900 }, () => record({ challenges: 500 })));
    expect(tally(outcomes)).toEqual({ challenges: 400, made: 500 });
    expect(await usage.read(merchant, MONTH)).toMatchObject({ challenges: 500, resources: 0 });
    expect(await rows('SELECT 1 FROM challenge WHERE merchant_id = $1', merchant)).toHaveLength(500);
    expect(await record({ challenges: 500 })).toBe('challenges');
    expect(await record({ challenges: 501 })).toBe('made');
  });

  it('brings in as many endpoints as the cap has room for; ids in a path are one', async () => {
    await open();
    const paths = ['/a/1', '/b', '/a/2', '/c', '/a/3', '/d', '/b?x', '/e', '/f'];
    const asked = Array.from({ length: 5 }, () => paths).flat();
    const outcomes = await Promise.all(
      asked.map((resource) => record({ resource, resources: 3, challenges: 1_000 })),
    );
    const sold = new Set(asked.filter((_path, i) => outcomes[i] === 'made').map((path) => endpointKey(path)));
    expect(sold.size).toBe(3);
    const refused = asked.filter((_path, i) => outcomes[i] === 'resources');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter((path) => sold.has(endpointKey(path)))).toEqual([]);
    const { challenges, resources } = await usage.read(merchant, MONTH);
    expect([challenges, resources]).toEqual([asked.length - refused.length, 3]);
  });

  it('whose endpoint has no room takes none from others of its batch', async () => {
    await open();
    expect(await record({ resources: 1, challenges: 3, resource: '/known' })).toBe('made');
    const batch = ['/new', '/known', '/new', '/known', '/known'];
    const outcomes = await Promise.all(
      batch.map((resource) => record({ resource, resources: 1, challenges: 3, on: 0 })),
    );
    expect(outcomes).toEqual(['resources', 'made', 'resources', 'made', 'challenges']);
  });

  it('leaves an endpoint uncounted that it did not sell for want of challenges', async () => {
    await open();
    expect(await record({ resources: 3, challenges: 0, resource: '/never' })).toBe('challenges');
    expect(await usage.read(merchant, MONTH)).toMatchObject({ challenges: 0, resources: 0 });
  });

  it('counts in its own month, and each month begins anew', async () => {
    await open();
    await open('2026-12-01');
    const both = await Promise.all(
      [MONTH, '2026-12-01', MONTH, '2026-12-01'].map((month) => record({ month, challenges: 1, on: 0 })),
    );
    expect(both).toEqual(['made', 'made', 'challenges', 'challenges']);
  });

  it('counts for its merchant and not for another of the same batch, nor beside what does not count', async () => {
    const other = merchant + 1;
    merchant += 1;
    await Promise.all([open(MONTH, other), open(MONTH, other - 1)]);
    const free = newRecord(newChallenge(`free ${merchant}`), {
      tenant: { merchantId: other as MerchantId, mode: 'live' },
    });
    const outcomes = await Promise.all([
      record({ whose: other, challenges: 1, on: 0 }),
      record({ whose: other, challenges: 1, on: 0 }),
      record({ whose: other - 1, challenges: 1, on: 0 }),
      repositories[0]?.insert(free),
    ]);
    expect(outcomes).toEqual(['made', 'challenges', 'made', 'made']);
    expect((await usage.read(other, MONTH)).challenges).toBe(1);
  });

  it('is not counted if its claim was lost or its record fails', async () => {
    await open();
    const counted: CountedMint = {
      standing: { currentPlan: 'free', upgradeUrl: null },
      caps: { challenges: 5, resources: 5 },
      month: MONTH,
      endpoint: endpointKey('/r'),
    };
    const tenant = { merchantId: merchant as MerchantId, mode: 'live' as const };
    const repository = repositories[0] as ChallengeRepository;
    const lost = newRecord(newChallenge('lost'), {
      tenant,
      counted,
      claims: [{ name: 'no such', fence: 1 }],
    });
    expect(await repository.insert(lost)).toBe('claim_lost');
    const twin = newRecord(newChallenge('twin'), { tenant, counted });
    expect(await repository.insert(twin)).toBe('made');
    await expect(repository.insert(twin)).rejects.toThrow();
    expect(await usage.read(merchant, MONTH)).toMatchObject({ challenges: 1, resources: 1 });
  });

  it('tells at 80 and 100 per cent, once each, whoever passes them', async () => {
    await open();
    await Promise.all(Array.from({ length: 7 }, () => record({ challenges: 10 })));
    expect(await told()).toEqual([]);
    await record({ challenges: 10 });
    expect(await told()).toEqual([{ cap: 'challenges', percent: 80, used: 8, max: 10, mode: 1 }]);
    await Promise.all(Array.from({ length: 12 }, () => record({ challenges: 10 })));
    expect(await told()).toEqual([
      expect.objectContaining({ percent: 80 }),
      { cap: 'challenges', percent: 100, used: 10, max: 10, mode: 1 },
    ]);
  });

  it('tells of a small cap on endpoints once, when it is reached', async () => {
    await open();
    for (const resource of ['/a', '/b', '/b', '/c', '/c', '/d']) {
      await record({ resource, resources: 3, challenges: 1_000 });
    }
    expect(await told()).toEqual([{ cap: 'resources', percent: 100, used: 3, max: 3, mode: 1 }]);
  });
});
