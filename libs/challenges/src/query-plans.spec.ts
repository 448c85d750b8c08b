import { randomBytes } from 'node:crypto';

import { ColdPool, HotPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';

import {
  BUSY,
  crowd,
  crowdedHash,
  crowdedKey,
  DEAD,
  HELD,
  HELD_SEQ,
} from '../../../test/support/crowded-tables.js';
import { type RecordedPlan, RecordedPlans, rowsRead } from '../../../test/support/recorded-plans.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeReaderRepository } from './challenge-reader.repository.js';
import { ChallengeWatchRepository } from './challenge-watch.repository.js';
import { DueWatchRepository } from './due-watch.repository.js';
import { ChallengeRepository } from './challenge.repository.js';
import { CredentialStatusRepository } from './credential-status.repository.js';
import { MintClaimRepository } from './mint-claim.repository.js';
import { NamedClaimRepository } from './named-claim.repository.js';
import { OpenChallengesRepository } from './open-challenges.repository.js';
import { PlainClaimRepository } from './plain-claim.repository.js';
import { monthOf, PlanUsageRepository } from './plan-usage.repository.js';
import { PruneRepository } from './prune.repository.js';
import { RefusalRepository } from './refusal.repository.js';
import { ReservationLapseRepository } from './reservation-lapse.repository.js';
import { RetiredResourceRepository } from './retired-resource.repository.js';
import { RevokeRepository } from './revoke.repository.js';
import { SettleRepository } from './settle.repository.js';
import { newChallenge, newRecord } from './testing/new-record.js';
import { USE_STATE } from './use-state.js';
import { UseListingRepository } from './use-listing.repository.js';
import { UseTransitionRepository } from './use-transition.repository.js';

/** More than any of these statements has to look at, and far less than there is. */
const ROWS_MAX = 200;
const LIMIT = 20;
const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
const now = new Date();
const dayAgo = new Date(now.getTime() - 86_400_000);

let database: TestDatabase;
let hot: HotPool;
let cold: ColdPool;
let plans: RecordedPlans;

beforeAll(async () => {
  database = await createTestDatabase();
  const filler = new ColdPool(database.url, 1);
  await crowd(filler);
  await filler.onApplicationShutdown();
  plans = await RecordedPlans.of(database.url);
  [hot, cold] = [new HotPool(database.url, 1), new ColdPool(database.url, 1)];
  plans.hear(hot);
  plans.hear(cold);
});

afterAll(async () => {
  await Promise.all([hot, cold].map((pool) => pool.onApplicationShutdown()));
  await database.drop();
});

const busy = crowdedKey(BUSY);
/** The busy challenge and twenty others, in key order. */
const batch = [BUSY, ...Array.from({ length: 20 }, (_, n) => 100 + 8 * n + 1)].map(crowdedKey);

async function claimNamed(): Promise<void> {
  const repository = new NamedClaimRepository(hot);
  const claims = batch.map((key) => ({
    key,
    merchantId: 1,
    mode: 0 as const,
    requireSettled: false,
    requestId: 'r5',
    reserve: false,
    fingerprint: randomBytes(32),
  }));
  await repository.inTransaction(async (transaction) => {
    const rows = await repository.lock(transaction, batch, now);
    await repository.usesNamed(transaction, claims);
    const state = USE_STATE.committed;
    const writes = claims.slice(1).map((claim) => ({ claim, seq: 50, state, retaken: false }));
    await repository.write(transaction, rows, writes, now, () => now);
  });
}

async function claimAndRecord(): Promise<void> {
  const [claims, challenges] = [new MintClaimRepository(hot), new ChallengeRepository(hot)];
  const [name, fingerprint] = [randomBytes(8).toString('hex'), randomBytes(32)];
  const fence = (await claims.insert(tenant, name, fingerprint, now)) ?? 0;
  const challenge = newChallenge(name);
  await challenges.insert(newRecord(challenge, { claims: [{ name, fence }] }));
  await challenges.find(tenant, challenge.key);
  await claims.read(tenant, name);
  const taken = await claims.takeOver(tenant, name, { fence, challengeKey: challenge.key }, fingerprint, now);
  await claims.finish(tenant, name, taken ?? 0, challenge.key);
  await claims.free(tenant, name, taken ?? 0);
}

async function recordCounted(): Promise<void> {
  const repository = new PlanUsageRepository(hot);
  const challenges = new ChallengeRepository(hot);
  const standing = { currentPlan: 'free', upgradeUrl: null };
  const counted = { standing, caps: { challenges: 200, resources: 3 }, month: monthOf(now), endpoint: busy };
  await repository.open(1, counted.month, counted.endpoint);
  await Promise.all(
    batch.map((name) =>
      challenges.insert(newRecord(newChallenge(name + randomBytes(4).toString('hex')), { counted })),
    ),
  );
  await repository.read(1, counted.month);
}

async function settle(): Promise<void> {
  const words = ['open', 'expired', 'unknown', 'settled'] as const;
  for (const word of words) await new SettleRepository(hot).record(tenant, crowdedKey(2001), word, now, null);
}

const page = (status: 'paid' | 'unpaid' | 'expired' | null) => () =>
  new ChallengeReaderRepository(cold).page(tenant, status, LIMIT, 0, now);
const entries = () =>
  batch.map((key) => ({ key, merchantId: 1, mode: 0 as const, requireSettled: false, count: 1 }));

type Case = [what: string, run: () => Promise<unknown>];

const HOT: Case[] = [
  ['plain claims', () => new PlainClaimRepository(hot).claim(entries(), now)],
  ['reasons for refusals', () => new RefusalRepository(hot).explain(entries(), now)],
  ['named claims', claimNamed],
  [
    'a commit',
    () => new UseTransitionRepository(hot).move(tenant, { key: crowdedKey(HELD), seq: HELD_SEQ }, 1, now),
  ],
  ['claims on a name and a record', claimAndRecord],
  ['a record that counts against caps', recordCounted],
  ['the cap on open challenges', () => new OpenChallengesRepository(hot).count(tenant, now, 20_000)],
  ['a merchant’s retired resources', () => new RetiredResourceRepository(hot).find(1, '/x')],
  ['a merchant without retired resources', () => new RetiredResourceRepository(hot).find(999, '/x')],
  ['the wallet’s word', settle],
  ['a credential’s standing', () => new CredentialStatusRepository(hot).find(1, 0, busy)],
];

const OTHERS: Case[] = [
  ['a revocation', () => new RevokeRepository(hot).revoke(tenant, crowdedHash(2001), now)],
  ['a page of all challenges', page(null)],
  ['a page of the paid', page('paid')],
  ['a page of the unpaid', page('unpaid')],
  ['a page of the expired', page('expired')],
  ['the count of the unpaid', () => new ChallengeReaderRepository(cold).total(tenant, 'unpaid', now, 100)],
  ['one challenge', () => new ChallengeReaderRepository(cold).byPaymentHash(tenant, crowdedHash(9), now)],
  ['a page of uses', () => new UseListingRepository(cold).page(busy, '/r', LIMIT, 0, now)],
  ['watches that are due', () => new DueWatchRepository(cold).takeDue(now, now, LIMIT, now)],
  ['watches that hints named', () => new DueWatchRepository(cold).takeHinted(now, now, LIMIT, LIMIT)],
  [
    'a watch given back',
    () =>
      new ChallengeWatchRepository(cold).reschedule([
        { key: busy, at: now, waitingSince: null, takenUntil: now },
      ]),
  ],
  ['a watch that ends', () => new ChallengeWatchRepository(cold).end(busy, now, now)],
  ['a hint', () => new ChallengeWatchRepository(cold).makeDue(tenant, crowdedHash(BUSY), now, now)],
  ['reservations that lapse', () => new ReservationLapseRepository(cold).lapse(now, LIMIT)],
  ['what is to be pruned', () => new PruneRepository(cold).dead(dayAgo, LIMIT)],
  ['its uses and claims', () => new PruneRepository(cold).deleteDependents([crowdedKey(DEAD)], LIMIT)],
  ['its dropping', () => new PruneRepository(cold).drop([DEAD, DEAD - 100].map(crowdedKey), dayAgo)],
  ['records of old settlements', () => new PruneRepository(cold).forgetSettlements(dayAgo, LIMIT)],
  ['claims that led to nothing', () => new PruneRepository(cold).deleteUnfinishedClaims(dayAgo, LIMIT)],
];

function expectBounded(told: readonly RecordedPlan[]): void {
  expect(told.length).toBeGreaterThan(0);
  const dear = told.filter(
    (plan) => rowsRead(plan) > ROWS_MAX || plan.nodes.some((node) => node['Node Type'] === 'Seq Scan'),
  );
  expect(dear.map(({ statement, text }) => ({ statement, text }))).toEqual([]);
}

describe('on tables that were never analyzed', () => {
  it.each(HOT)('%s: read by indexes, and a bounded number of rows', async (_what, run) => {
    expectBounded(await plans.during(run));
  });
});

describe('on tables that were analyzed', () => {
  beforeAll(() => cold.query({ text: 'ANALYZE' }));

  it.each([...HOT, ...OTHERS])('%s: read by indexes, and a bounded number of rows', async (_what, run) => {
    expectBounded(await plans.during(run));
  });

  it('statements that mint and verify wait for are planned once, for any values', async () => {
    const told = await plans.during(() => new OpenChallengesRepository(hot).count(tenant, now, 20_000));
    expect(told.map(({ text }) => text)).toEqual([expect.stringContaining('$3')]);
  });
});

describe('a counter update', () => {
  it('changes no index, so that it is HOT', async () => {
    const { rows } = await hot.query<{ indexes: string[]; options: string[] }>({
      text: `SELECT ARRAY(SELECT indexdef FROM pg_indexes WHERE tablename = 'challenge_ledger') AS indexes,
        (SELECT reloptions FROM pg_class WHERE relname = 'challenge_ledger') AS options`,
    });
    expect(rows[0]?.indexes).toEqual([expect.stringContaining('(key)')]);
    expect(rows[0]?.options).toContain('fillfactor=50');
  });
});
