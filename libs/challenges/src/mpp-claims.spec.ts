import { ManualClock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { Metrics } from '@turnpike/observability';

import { countersOf, insertChallenge, type LedgerFixture } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { type Claim, type ClaimAnswer } from './claim.js';
import { UseLedger } from './use-ledger.js';

const clock = new ManualClock(new Date('2026-06-01T12:00:00Z'));
let database: TestDatabase;
let pools: HotPool[];
let ledgers: UseLedger[];

beforeAll(async () => {
  database = await createTestDatabase();
  pools = [new HotPool(database.url, 3), new HotPool(database.url, 3)];
  ledgers = pools.map((pool) => new UseLedger(pool, clock, new Metrics()));
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.onApplicationShutdown()));
  await database.drop();
});

function onNode<T>(nodes: readonly T[], index: number): T {
  const found = nodes[index % nodes.length];
  if (found === undefined) throw new Error('no such node');
  return found;
}

function claim(index: number, challenge: LedgerFixture, more: Partial<Claim> = {}): Promise<ClaimAnswer> {
  const plain = { requireSettled: false, requestId: null, reserve: false, fingerprint: null };
  return onNode(ledgers, index).claim({ ...challenge, ...plain, by: 'payment', ...more });
}

const times = (count: number, call: (index: number) => Promise<ClaimAnswer>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));
const granted = (answers: readonly ClaimAnswer[]) => answers.filter((answer) => answer.granted).length;

describe('claims by a draft-00 credential', () => {
  it.each([null, 10])('are granted once among 100 at once over two nodes, of maxUses %p', async (maxUses) => {
    const challenge = await insertChallenge(onNode(pools, 0), { maxUses });
    const answers = await times(100, (index) => claim(index, challenge));
    expect(granted(answers)).toBe(1);
    expect(answers.filter((answer) => !answer.granted && answer.reason === 'used_up')).toHaveLength(99);
    expect(await countersOf(onNode(pools, 0), challenge.key)).toEqual({
      committed: 1,
      reserved: 0,
      made: 1,
      rows: 1,
      paidEvents: 1,
    });
  });

  it('are granted once among different request ids, reserved and not', async () => {
    const challenge = await insertChallenge(onNode(pools, 0));
    const fingerprint = Buffer.alloc(32, 1);
    const answers = await times(60, (index) =>
      claim(index, challenge, { requestId: `r${String(index)}`, fingerprint, reserve: index % 2 === 0 }),
    );
    expect(granted(answers)).toBe(1);
  });

  it('stand in nobody else’s way: macaroons are granted beside them, preimages as long as none has the use', async () => {
    const challenge = await insertChallenge(onNode(pools, 0));
    const kinds = [undefined, 'preimage', 'payment'] as const;
    const answers = await times(90, (index) => claim(index, challenge, { by: kinds[index % 3] }));
    const of = (kind: number) => answers.filter((_, index) => index % 3 === kind);
    expect(granted(of(0))).toBe(30);
    expect(granted(of(2))).toBe(1);
    expect(granted(await times(10, (index) => claim(index, challenge, { by: 'preimage' })))).toBe(0);
    const { committed } = await countersOf(onNode(pools, 0), challenge.key);
    expect(committed).toBe(granted(answers));
  });
});
