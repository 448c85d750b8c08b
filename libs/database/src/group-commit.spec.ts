import { GroupCommit } from './group-commit.js';

interface Flight {
  readonly ids: string[];
  land(): void;
}

function harness(batchMax = 10, flightsMax = 1) {
  const flights: Flight[] = [];
  const commits = new GroupCommit<number>(
    (batch) =>
      new Promise((resolve) => {
        flights.push({ ids: [...batch.keys()], land: resolve });
      }),
    batchMax,
    flightsMax,
  );
  return { commits, flights };
}

const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

describe('group commit', () => {
  it('serves all entries of one turn of the event loop with one flush', async () => {
    const { commits, flights } = harness();
    commits.add('a', 1);
    commits.add('b', 2);
    expect(flights).toHaveLength(0);
    await turn();
    expect(flights.map((flight) => flight.ids)).toEqual([['a', 'b']]);
  });

  it('never has two flushes in flight, and sends what gathered meanwhile as one', async () => {
    const { commits, flights } = harness();
    commits.add('a', 1);
    await turn();
    commits.add('b', 2);
    commits.add('c', 3);
    await turn();
    expect(flights).toHaveLength(1);
    flights[0]?.land();
    await turn();
    expect(flights.map((flight) => flight.ids)).toEqual([['a'], ['b', 'c']]);
  });

  it('sends a second flush beside the first only with a batch as large', async () => {
    const { commits, flights } = harness(10, 2);
    for (const id of ['a', 'b']) commits.add(id, 1);
    await turn();
    commits.add('c', 1);
    await turn();
    expect(flights.map((flight) => flight.ids)).toEqual([['a', 'b']]);
    commits.add('d', 1);
    await turn();
    for (const id of ['e', 'f', 'g']) commits.add(id, 1);
    await turn();
    expect(flights.map((flight) => flight.ids)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    flights[0]?.land();
    await turn();
    expect(flights[2]?.ids).toEqual(['e', 'f', 'g']);
    let drained = false;
    void commits.drained().then(() => (drained = true));
    flights[2]?.land();
    await turn();
    expect(drained).toBe(false);
    flights[1]?.land();
    await turn();
    expect(drained).toBe(true);
  });

  it('finds an entry to join only until its flush begins', async () => {
    const { commits } = harness();
    commits.add('a', 1);
    expect(commits.find('a')).toBe(1);
    await turn();
    expect(commits.find('a')).toBeUndefined();
  });

  it('cuts a crowd into batches of at most the bound, oldest first', async () => {
    const { commits, flights } = harness(2);
    for (const id of ['a', 'b', 'c', 'd', 'e']) commits.add(id, 0);
    for (let i = 0; i < 3; i += 1) {
      await turn();
      flights[i]?.land();
    }
    await turn();
    expect(flights.map((flight) => flight.ids)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('is drained only when nothing gathers and nothing flies', async () => {
    const { commits, flights } = harness();
    await commits.drained();
    commits.add('a', 1);
    await turn();
    commits.add('b', 2);
    let drained = false;
    const done = commits.drained().then(() => (drained = true));
    flights[0]?.land();
    await turn();
    expect(drained).toBe(false);
    flights[1]?.land();
    await done;
    expect(drained).toBe(true);
  });
});
