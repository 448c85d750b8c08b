import { StreamMarket } from '../support/market/stream-market.js';

const WALLETS = 6;

describe('streams of wallets that a killed worker held', () => {
  let market: StreamMarket;

  beforeAll(async () => {
    market = await StreamMarket.open(WALLETS);
  }, 60_000);

  afterAll(() => market.close());

  it('are taken up by another where they were, once their leases are over; nothing is lost and none ever has two holders', async () => {
    const { books, deadline, streams, emulators } = market;
    const most = emulators.map(() => 0);
    emulators.forEach(({ subscriptions }, n) =>
      subscriptions.on('change', () => (most[n] = Math.max(most[n] ?? 0, subscriptions.count))),
    );
    const [early, late] = [await market.sell('early'), await market.sell('late')];
    await market.sell('never');
    const doomed = market.startWorker();
    const held = await streams.until(WALLETS, ({ isAlive }) => isAlive);
    await market.pay(early);
    await streams.until(WALLETS, ({ cursor }) => cursor === '1');
    await books.untilOver(WALLETS, deadline);

    const heir = market.startWorker();
    await doomed.kill();
    await market.pay(late);
    const taken = await streams.until(WALLETS, ({ cursor, isAlive }) => isAlive && cursor === '2');
    await books.untilOver(2 * WALLETS, deadline);

    expect(taken.map(({ fence }) => fence)).toEqual(held.map(({ fence }) => fence + 1));
    expect(new Set(held.map(({ holder }) => holder)).size).toBe(1);
    expect(new Set(taken.map(({ holder }) => holder)).size).toBe(1);
    expect(taken[0]?.holder).not.toBe(held[0]?.holder);
    const subscribed = emulators.map(({ calls }) => calls.filter(({ path }) => path.includes('/subscribe')));
    expect(subscribed.map((calls) => calls.at(-1)?.path)).toEqual(
      emulators.map(() => expect.stringMatching(/settle_index=1\b/)),
    );
    expect(most).toEqual(emulators.map(() => 1));
    const told = (await books.all()).map(({ name, settledEvents }) => [name.split('-')[0], settledEvents]);
    expect(new Set(told.map(String))).toEqual(new Set(['early,1', 'late,1', 'never,0']));
    expect(await heir.stop()).toBe(0);
  }, 180_000);
});
