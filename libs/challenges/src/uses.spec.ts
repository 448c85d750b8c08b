import { createHash } from 'node:crypto';

import { limits, ManualClock } from '@turnpike/config';
import { ColdPool, HotPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';
import { Metrics } from '@turnpike/observability';
import { UseStateConflict } from '@turnpike/problems';

import { HeldRows } from '../../../test/support/held-rows.js';
import { countersOf, insertChallenge, type LedgerFixture } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeReader } from './challenge-reader.js';
import { CredentialStatusRepository } from './credential-status.repository.js';
import { ReservationSweep } from './reservation-sweep.js';
import { UseLedger } from './use-ledger.js';
import { formatUseId } from './use-id.js';
import { UseListing } from './use-listing.js';
import { Uses } from './uses.js';

const ROUNDS = 60;
const start = new Date('2026-06-01T12:00:00Z');
const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
let database: TestDatabase;
let hot: HotPool;
let cold: ColdPool;

beforeAll(async () => {
  database = await createTestDatabase();
  [hot, cold] = [new HotPool(database.url, 3), new ColdPool(database.url, 2)];
});

afterAll(async () => {
  await Promise.all([hot, cold].map((pool) => pool.onApplicationShutdown()));
  await database.drop();
});

const ledgerAt = (at: Date) => new UseLedger(hot, new ManualClock(at), new Metrics());

async function reserved(maxUses: number | null = 1): Promise<{ challenge: LedgerFixture; useId: string }> {
  const challenge = await insertChallenge(hot, { maxUses });
  const claim = { ...challenge, requireSettled: false, requestId: null, reserve: true, fingerprint: null };
  const answer = await ledgerAt(start).claim(claim);
  if (!answer.granted || answer.seq === null) throw new Error('nothing was reserved');
  return { challenge, useId: formatUseId(challenge.key, answer.seq) };
}

describe('a reservation that is decided just when its time is over', () => {
  const end = new Date(start.getTime() + limits.reservationSeconds * 1000);
  const sweep = () => new ReservationSweep(cold).run(end);
  /** By a process whose clock is a moment behind the one that sweeps. */
  const decide = (how: 'commit' | 'release', useId: string) =>
    new Uses(hot, new ManualClock(new Date(end.getTime() - 1)))[how](tenant, useId).then(
      ({ state }) => state,
      (error: unknown) => {
        if (error instanceof UseStateConflict) return `conflict ${String(error.members['state'])}`;
        throw error;
      },
    );
  const standing = async ({ key }: LedgerFixture) => {
    const { committed, reserved: held, made } = await countersOf(hot, key);
    const { rows } = await hot.query<{ state: number }>({
      text: 'SELECT state FROM challenge_use WHERE key = $1',
      values: [key],
    });
    return { committed, reserved: held, made, state: rows[0]?.state };
  };
  const RELEASED = { committed: 0, reserved: 0, made: 1, state: 2 };
  const COMMITTED = { committed: 1, reserved: 0, made: 1, state: 1 };

  it.each(['commit', 'release'] as const)(
    'is moved by one of sweep and %s, however they meet',
    async (how) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const { challenge, useId } = await reserved();
        const first = round % 2 === 0 ? sweep() : null;
        const [decided] = await Promise.all([decide(how, useId), first ?? sweep()]);
        const expected = how === 'release' && decided === 'released' ? RELEASED : COMMITTED;
        expect([decided, await standing(challenge)]).toEqual([
          how === 'commit' ? 'committed' : expected === RELEASED ? 'released' : 'conflict committed',
          expected,
        ]);
      }
    },
  );

  it('is released once when the sweep has seen it before, and does not lapse', async () => {
    const { challenge, useId } = await reserved();
    const row = await HeldRows.hold(database.url, [challenge.key]);
    const deciding = decide('release', useId);
    await row.untilWaiting(1);
    const sweeping = sweep();
    await row.untilWaiting(2);
    await row.release();
    expect([await deciding, await sweeping]).toEqual(['released', 0]);
    expect(await standing(challenge)).toEqual(RELEASED);
  });

  it('is committed once when the sweep comes first', async () => {
    const { challenge, useId } = await reserved();
    const row = await HeldRows.hold(database.url, [challenge.key]);
    const sweeping = sweep();
    await row.untilWaiting(1);
    const deciding = decide('release', useId);
    await row.untilWaiting(2);
    await row.release();
    expect([await deciding, await sweeping]).toEqual(['conflict committed', 1]);
    expect(await standing(challenge)).toEqual(COMMITTED);
  });
});

describe('a challenge with more uses than 32 bits count', () => {
  const MADE = 2 ** 31 - 2;
  const fingerprint = createHash('sha256').update('x').digest();

  async function busyChallenge(): Promise<LedgerFixture> {
    const challenge = await insertChallenge(hot);
    await hot.query({
      text: 'UPDATE challenge_ledger SET uses_committed = $2, uses_made = $2 WHERE key = $1',
      values: [challenge.key, MADE],
    });
    return challenge;
  }

  it('is counted on, in both lanes, and its uses are decided, listed and shown', async () => {
    const challenge = await busyChallenge();
    const ledger = ledgerAt(start);
    const claim = { ...challenge, requireSettled: false, requestId: null, reserve: false, fingerprint: null };
    for (let n = 0; n < 4; n += 1) expect(await ledger.claim(claim)).toMatchObject({ granted: true });
    const named = { ...claim, requestId: 'r', fingerprint };
    const seq = MADE + 5;
    expect(await ledger.claim(named)).toEqual({ granted: true, seq, usesRemaining: null, replayed: false });
    expect(await ledger.claim(named)).toMatchObject({ seq, replayed: true });
    expect(await ledger.claim({ ...claim, reserve: true })).toMatchObject({ seq: seq + 1 });
    expect(await countersOf(hot, challenge.key)).toMatchObject({ committed: MADE + 5, made: MADE + 6 });

    const clock = new ManualClock(start);
    const decided = await new Uses(hot, clock).commit(tenant, formatUseId(challenge.key, seq + 1));
    expect(decided).toMatchObject({ state: 'committed', usesRemaining: null });
    const { rows } = await hot.query<{ hash: string }>({
      text: `SELECT encode(payment_hash, 'hex') AS hash FROM challenge WHERE key = $1`,
      values: [challenge.key],
    });
    const hash = rows[0]?.hash ?? '';
    expect((await new ChallengeReader(cold, clock).get(tenant, hash)).uses).toBe(MADE + 6);
    const { uses } = await new UseListing(cold, clock).list(tenant, hash, 20, 0);
    expect(uses.map(({ useId }) => useId)).toEqual([seq + 1, seq].map((n) => formatUseId(challenge.key, n)));
  });

  it('lapses a reservation with so high a number', async () => {
    const challenge = await busyChallenge();
    const claim = { ...challenge, requireSettled: false, requestId: null, reserve: true, fingerprint: null };
    for (let n = 0; n < 3; n += 1) await ledgerAt(start).claim(claim);
    expect(await new ReservationSweep(cold).run(new Date(start.getTime() + 120_000))).toBe(3);
    expect(await countersOf(hot, challenge.key)).toMatchObject({ committed: MADE + 3, reserved: 0 });
  });

  it('tells what is left of a limited one as a number', async () => {
    const { challenge } = await reserved(7);
    const row = await new CredentialStatusRepository(hot).find(1, 0, challenge.key);
    expect(row?.usesRemaining).toBe(6);
    const { useId } = await reserved(7);
    expect(await new Uses(hot, new ManualClock(start)).commit(tenant, useId)).toMatchObject({
      usesRemaining: 6,
    });
  });
});

describe('a reservation for a longer time', () => {
  it('can be released up to its own end, and not after it', async () => {
    const later = (seconds: number) => new ManualClock(new Date(start.getTime() + seconds * 1000));
    const claimed = async (): Promise<string> => {
      const challenge = await insertChallenge(hot, { maxUses: 1 });
      const terms = { requireSettled: false, requestId: null, reserve: true, fingerprint: null };
      const claim = { ...challenge, ...terms, reservationSeconds: 180 };
      const answer = await ledgerAt(start).claim(claim);
      if (!answer.granted || answer.seq === null) throw new Error('nothing was reserved');
      return formatUseId(challenge.key, answer.seq);
    };
    const released = await new Uses(hot, later(179)).release(tenant, await claimed());
    expect(released.state).toBe('released');
    await expect(new Uses(hot, later(180)).release(tenant, await claimed())).rejects.toThrow(
      UseStateConflict,
    );
  });
});
