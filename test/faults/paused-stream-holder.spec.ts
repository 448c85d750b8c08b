import { setTimeout as pause } from 'node:timers/promises';

import { StreamMarket } from '../support/market/stream-market.js';

describe('a worker that stood still for longer than its lease of a stream', () => {
  let market: StreamMarket;

  beforeAll(async () => {
    market = await StreamMarket.open(1);
  }, 60_000);

  afterAll(() => market.close());

  it('writes nothing more and lets go of it: another holds it, and every payment is told once', async () => {
    const { books, deadline, streams } = market;
    const [subscriptions] = market.emulators.map((emulator) => emulator.subscriptions);
    if (subscriptions === undefined) throw new Error('there is no wallet');
    const [early, late, last] = [
      await market.sell('early'),
      await market.sell('late'),
      await market.sell('last'),
    ];
    await market.sell('never');
    const sleeper = market.startWorker();
    const [held] = await streams.until(1, ({ isAlive }) => isAlive);
    await market.pay(early);
    await books.untilOver(1, deadline);
    sleeper.freeze();

    const heir = market.startWorker();
    const [taken] = await streams.until(1, ({ holder, isAlive }) => isAlive && holder !== held?.holder);
    expect(taken?.fence).toBe((held?.fence ?? 0) + 1);
    // Both are told: the one that stands still has its connection to the wallet, and to the database.
    expect(subscriptions.count).toBe(2);
    await market.pay(late);
    await streams.until(1, ({ cursor }) => cursor === '2');
    await books.untilOver(2, deadline);

    sleeper.thaw();
    while (subscriptions.count > 1) await pause(20, undefined, { signal: deadline });
    await market.pay(last);
    const [after] = await streams.until(1, ({ cursor }) => cursor === '3');
    expect(after).toMatchObject({ holder: taken?.holder, fence: taken?.fence });
    await books.untilOver(3, deadline);
    const told = (await books.all()).map(({ name, settledEvents }) => `${name} ${String(settledEvents)}`);
    expect(told.sort()).toEqual(['early-0 1', 'last-0 1', 'late-0 1', 'never-0 0']);
    expect(await Promise.all([heir.stop(), sleeper.stop()])).toEqual([0, 0]);
  }, 180_000);
});
