import { LndEmulator } from '../support/emulators/lnd-emulator.js';
import { type Neighbour, Neighbours } from '../support/neighbours.js';
import { settledBytes } from '../support/settled-heap.js';
import { flood } from '../support/stream-floods.js';

jest.setTimeout(180_000);

/** As many as a merchant may connect. */
const CONNECTIONS = 50;
const GROWTH_BYTES_MAX = 100 * 1024 * 1024;

let neighbours: Neighbours;
let honest: Neighbour;
let hostile: Neighbour;
let lnd: LndEmulator;

beforeAll(async () => {
  neighbours = await Neighbours.start();
  honest = await neighbours.settle('lnd');
  hostile = await neighbours.settle('lnd');
  const { itself, credentials } = hostile.emulator;
  if (!(itself instanceof LndEmulator)) throw new Error('this is no LND');
  lnd = itself;
  const walletIds: string[] = [];
  for (let count = 1; count < CONNECTIONS; count += 1) {
    const another = { kind: 'lnd', credentials: { ...credentials, macaroon: lnd.bake() } } as const;
    const { id } = await neighbours.instance.connect(hostile.key, another);
    walletIds.push(String(id));
    await neighbours.instance.mint(hostile.key);
  }
  await neighbours.untilStreams(walletIds);
});

afterAll(async () => {
  await neighbours.stop();
  expect(neighbours.uncaught).toEqual([]);
});

describe('fifty hostile wallets of one merchant', () => {
  it('that tell of payments without end cost others nothing', async () => {
    const before = await settledBytes();
    const flooding = flood(lnd);
    await neighbours.sell(honest, 10);
    await flooding.stop();
    expect((await settledBytes()) - before).toBeLessThan(GROWTH_BYTES_MAX);
  });

  it.each([
    ['say nothing', { hang: true }],
    ['answer with sixteen megabytes', { huge: true }],
    ['answer a byte now and then', { drip: true }],
    ['cut every connection', { reset: true }],
  ])('that %s cost others nothing', async (_what, fault) => {
    const before = await settledBytes();
    Object.assign(lnd.faults, fault);
    const mints = Array.from({ length: 100 }, () => neighbours.instance.askToMint(hostile.key));
    await neighbours.sell(honest, 10);
    for (const { status } of await Promise.all(mints)) expect([502, 503]).toContain(status);
    lnd.faults.clear();
    expect((await settledBytes()) - before).toBeLessThan(GROWTH_BYTES_MAX);
    expect(neighbours.uncaught).toEqual([]);
  });

  it('have had no more sockets than each may have calls in flight, and one for its stream', () => {
    expect(lnd.mostSockets).toBeLessThanOrEqual(CONNECTIONS * (8 + 1));
  });
});
