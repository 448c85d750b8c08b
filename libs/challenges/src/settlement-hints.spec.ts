import { limits, ManualClock } from '@turnpike/config';
import { type MerchantId, type PaymentHash } from '@turnpike/l402';
import { createLogger } from '@turnpike/observability';
import { type QueueProducer } from '@turnpike/queues';

import { type ChallengeWatches } from './challenge-watches.js';
import { SettlementHints } from './settlement-hints.js';

const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
const hash = (n: number) => n.toString(16).padStart(64, '0') as PaymentHash;
const EVERY = limits.settlementHintMillis;

function harness(makeDue: () => Promise<void> = () => Promise.resolve()) {
  const clock = new ManualClock(new Date('2026-06-15T12:00:00Z'));
  const made: string[] = [];
  let nudges = 0;
  const watches: Pick<ChallengeWatches, 'makeDue'> = {
    makeDue: ({ paymentHash }) => {
      made.push(paymentHash);
      return makeDue();
    },
  };
  const queues: Pick<QueueProducer, 'nudgeLookUps'> = {
    nudgeLookUps: () => {
      nudges += 1;
      return Promise.resolve(true);
    },
  };
  const hints = new SettlementHints(
    watches as ChallengeWatches,
    queues as QueueProducer,
    clock,
    createLogger({ logLevel: 'silent' }),
  );
  const pass = async (millis: number) => {
    clock.advanceSeconds(millis / 1000);
    await jest.advanceTimersByTimeAsync(millis);
  };
  return { hints, made, pass, nudged: () => nudges };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('hints', () => {
  it('about one challenge are passed on once a second, the last of them too, and wake the worker', async () => {
    const { hints, made, pass, nudged } = harness();
    for (let n = 0; n < 100; n += 1) hints.look(tenant, hash(1));
    expect(made).toHaveLength(1);
    await pass(EVERY - 1);
    expect(made).toHaveLength(1);
    await pass(1);
    expect(made).toHaveLength(2);
    await pass(10 * EVERY);
    expect([made.length, nudged()]).toEqual([2, 2]);
    hints.look(tenant, hash(1));
    expect(made).toHaveLength(3);
  });

  it('about other challenges, tenants and modes do not wait for each other', () => {
    const { hints, made } = harness();
    hints.look(tenant, hash(1));
    hints.look(tenant, hash(2));
    hints.look({ ...tenant, mode: 'live' }, hash(1));
    hints.look({ ...tenant, merchantId: 2 as MerchantId }, hash(1));
    expect(made).toHaveLength(4);
  });

  it('are dropped beyond as many as may be under way, and passed on again when those are done', async () => {
    let finish: (() => void)[] = [];
    const { hints, made, pass } = harness(() => new Promise((resolve) => finish.push(resolve)));
    const most = limits.settlementHintsUnderWayMax;
    for (let n = 0; n < 2 * most; n += 1) hints.look(tenant, hash(n));
    expect(made).toHaveLength(most);
    for (const done of finish) done();
    finish = [];
    await pass(0);
    hints.look(tenant, hash(2 * most));
    expect(made).toHaveLength(most + 1);
  });

  it('that fail harm nobody', async () => {
    const { hints, made, pass, nudged } = harness(() => Promise.reject(new Error('away')));
    hints.look(tenant, hash(1));
    await pass(EVERY);
    hints.look(tenant, hash(1));
    await pass(0);
    expect([made.length, nudged()]).toEqual([2, 0]);
  });

  it('that wait when the process ends are dropped', async () => {
    const { hints, made, pass } = harness();
    hints.look(tenant, hash(1));
    hints.look(tenant, hash(1));
    hints.onModuleDestroy();
    await pass(10 * EVERY);
    expect(made).toHaveLength(1);
  });
});
