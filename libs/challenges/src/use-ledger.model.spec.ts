import { createHash } from 'node:crypto';

import { ManualClock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';
import { Metrics } from '@turnpike/observability';
import { NotFound, UseStateConflict } from '@turnpike/problems';
import fc from 'fast-check';

import { countersOf, insertChallenge, type LedgerFixture } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import {
  explainTogether,
  type ModelAnswer,
  type ModelCall,
  type ModelChallenge,
} from '../../../test/support/use-model.js';
import { ReservationSweep } from './reservation-sweep.js';
import { UseLedger } from './use-ledger.js';
import { formatUseId } from './use-id.js';
import { Uses } from './uses.js';

const NODES = 3;
const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
const clock = new ManualClock(new Date('2026-06-01T12:00:00Z'));
let database: TestDatabase;
let nodes: { pool: HotPool; ledger: UseLedger; uses: Uses }[];

beforeAll(async () => {
  database = await createTestDatabase();
  nodes = Array.from({ length: NODES }, () => {
    const pool = new HotPool(database.url, 3);
    return { pool, ledger: new UseLedger(pool, clock, new Metrics()), uses: new Uses(pool, clock) };
  });
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.pool.onApplicationShutdown()));
  await database.drop();
});

function node(index: number) {
  const found = nodes[index % NODES];
  if (!found) throw new Error('no such node');
  return found;
}

async function perform(challenge: LedgerFixture, call: ModelCall, onNode: number): Promise<ModelAnswer> {
  const { ledger, uses } = node(onNode);
  if (call.call === 'commit' || call.call === 'release') {
    try {
      const decided = await uses[call.call](tenant, formatUseId(challenge.key, call.seq));
      return `${decided.state} left ${String(decided.usesRemaining)}`;
    } catch (error) {
      if (error instanceof NotFound) return 'not_found';
      if (error instanceof UseStateConflict) return `conflict ${String(error.members['state'])}`;
      throw error;
    }
  }
  const requestId = call.call === 'named' ? call.requestId : null;
  const answer = await ledger.claim({
    ...challenge,
    requireSettled: false,
    requestId,
    reserve: call.call === 'named' && call.reserve,
    by: 'by' in call ? call.by : undefined,
    fingerprint:
      call.call === 'named' && requestId !== null
        ? createHash('sha256').update(call.fingerprint).digest()
        : null,
  });
  if (!answer.granted) return answer.reason;
  const again = answer.replayed ? ' again' : '';
  return `yes ${String(answer.seq)} left ${String(answer.usesRemaining)}${again}`;
}

const call: fc.Arbitrary<ModelCall> = fc.oneof(
  fc.record({ call: fc.constant('plain' as const), by: fc.constantFrom(undefined, 'preimage' as const) }),
  fc
    .record({
      call: fc.constant('named' as const),
      requestId: fc.constantFrom(null, 'a', 'b'),
      fingerprint: fc.constantFrom('x', 'x', 'y'),
      reserve: fc.boolean(),
      by: fc.constantFrom(undefined, 'payment' as const, 'preimage' as const),
    })
    // Without a name or a reservation only a draft-00 credential comes this way.
    .map((named) =>
      named.requestId === null && named.by !== 'payment' ? { ...named, reserve: true } : named,
    ),
  fc.record({
    call: fc.constantFrom('commit' as const, 'release' as const),
    seq: fc.integer({ min: 1, max: 5 }),
  }),
);

type Step = { calls: ModelCall[]; onNode: number } | { seconds: number } | 'sweep' | 'revoke';

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ calls: fc.array(call, { minLength: 1, maxLength: 4 }), onNode: fc.nat(NODES) }),
  },
  { weight: 2, arbitrary: fc.record({ seconds: fc.constantFrom(30, 119, 121) }) },
  { weight: 1, arbitrary: fc.constant('sweep' as const) },
  { weight: 1, arbitrary: fc.constant('revoke' as const) },
);

async function play(maxUses: number | null, steps: readonly Step[]): Promise<void> {
  const { pool } = node(0);
  const challenge = await insertChallenge(pool, { maxUses });
  let model: ModelChallenge = { maxUses, uses: [], revoked: false, mppUse: null };
  for (const [index, each] of steps.entries()) {
    const now = clock.now().getTime();
    if (each === 'sweep') {
      await new ReservationSweep(pool).run(clock.now());
    } else if (each === 'revoke') {
      if (index < steps.length - 3) continue;
      model = { ...model, revoked: true };
      await pool.query({
        text: 'UPDATE challenge_ledger SET revoked_at = now() WHERE key = $1',
        values: [challenge.key],
      });
    } else if ('seconds' in each) {
      clock.advanceSeconds(each.seconds);
    } else {
      const answers = await Promise.all(each.calls.map((c, i) => perform(challenge, c, each.onNode + i)));
      const after = explainTogether(model, each.calls, answers, now);
      if (!after) {
        throw new Error(`no order explains ${JSON.stringify({ model, calls: each.calls, answers })}`);
      }
      model = after;
    }
  }
  await new ReservationSweep(pool).run(clock.now());
  const { rows } = await pool.query({
    text: `SELECT mpp_use_seq::float8 AS seq, mpp_claimed_at IS NOT NULL AS claimed FROM challenge_ledger WHERE key = $1`,
    values: [challenge.key],
  });
  const { mppUse } = model;
  expect(rows).toEqual([{ seq: mppUse === null ? null : mppUse + 1, claimed: mppUse !== null }]);
  const { made, committed, reserved } = await countersOf(pool, challenge.key);
  const now = clock.now().getTime();
  const live = model.uses.filter((use) => use?.state === 'reserved' && use.reservedUntil > now);
  const all = model.uses.filter((use) => use?.state !== 'released');
  expect({ made, committed, reserved }).toEqual({
    made: model.uses.length,
    committed: all.length - live.length,
    reserved: live.length,
  });
}

describe('the use ledger over several nodes', () => {
  it('answers any interleaving of calls as the state table of uses does, in some order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(null, 1, 2, 3),
        fc.array(anyStep, { minLength: 4, maxLength: 14 }),
        async (maxUses, steps) => {
          await play(maxUses, steps);
        },
      ),
      { numRuns: 250, endOnFailure: false },
    );
  }, 120_000);
});
