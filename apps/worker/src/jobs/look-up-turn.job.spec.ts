import { LookUpTurnJob } from './look-up-turn.job.js';

/** A turn whose pauses take no time. */
class QuickTurn extends LookUpTurnJob {
  readonly pauses: number[] = [];
  private from = NaN;

  protected override pauseUntil(millis: number): Promise<void> {
    if (this.pauses.length === 0) this.from = millis;
    this.pauses.push(Math.round(millis - this.from));
    return Promise.resolve();
  }
}

type Round = ConstructorParameters<typeof LookUpTurnJob>[0];

function turnOf(round: () => Promise<number>): QuickTurn {
  const rounds: Pick<Round, 'run'> = { run: round };
  return new QuickTurn(rounds as Round);
}

describe('a turn of look-up rounds', () => {
  it('begins a round every second until the next turn is due', async () => {
    let rounds = 0;
    const turn = turnOf(() => Promise.resolve((rounds += 1)));
    await turn.run(new AbortController().signal);
    expect([rounds, turn.pauses]).toEqual([5, [0, 1000, 2000, 3000, 4000]]);
  });

  it('begins no other round once the worker closes', async () => {
    const closing = new AbortController();
    let rounds = 0;
    const turn = turnOf(() => {
      rounds += 1;
      if (rounds === 2) closing.abort();
      return Promise.resolve(0);
    });
    await turn.run(closing.signal);
    expect(rounds).toBe(2);
  });

  it('goes on after a round that failed, and fails only if the last did', async () => {
    let rounds = 0;
    const failing = (which: (round: number) => boolean) =>
      turnOf(() => (which((rounds += 1)) ? Promise.reject(new Error('away')) : Promise.resolve(0)));
    await failing((round) => round < 5).run(new AbortController().signal);
    expect(rounds).toBe(5);
    await expect(failing(() => true).run(new AbortController().signal)).rejects.toThrow('away');
    expect(rounds).toBe(10);
  });
});
