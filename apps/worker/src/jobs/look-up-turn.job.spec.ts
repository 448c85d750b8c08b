import { createLogger } from '@turnpike/observability';
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

type Streams = ConstructorParameters<typeof LookUpTurnJob>[1];

function turnOf(round: () => Promise<number>, isIdle = false, look = () => Promise.resolve(0)): QuickTurn {
  const rounds: Pick<Round, 'run' | 'isIdleFor'> = { run: round, isIdleFor: () => Promise.resolve(isIdle) };
  const streams: Pick<Streams, 'look'> = { look };
  return new QuickTurn(rounds as Round, streams as Streams, createLogger({ logLevel: 'silent' }));
}

describe('a turn of look-up rounds', () => {
  it('begins a round every second until the next turn is due', async () => {
    let rounds = 0;
    const turn = turnOf(() => Promise.resolve((rounds += 1)));
    await turn.run(new AbortController().signal);
    expect([rounds, turn.pauses]).toEqual([5, [0, 1000, 2000, 3000, 4000]]);
  });

  it('ends after one round that finds nothing while nothing falls due either', async () => {
    let rounds = 0;
    const turn = turnOf(() => Promise.resolve((rounds += 1) * 0), true);
    await turn.run(new AbortController().signal);
    expect(rounds).toBe(1);
  });

  it('looks all the same when streams cannot be taken', async () => {
    let rounds = 0;
    const away = (): Promise<number> => Promise.reject(new Error('away'));
    await turnOf(() => Promise.resolve((rounds += 1)), false, away).run(new AbortController().signal);
    expect(rounds).toBe(5);
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
