import type { DeliveryRound } from '@turnpike/webhooks';
import { WebhookTurnJob } from './webhook-turn.job.js';

/** A turn whose pauses take no time. */
class QuickTurn extends WebhookTurnJob {
  protected override pauseUntil(): Promise<void> {
    return Promise.resolve();
  }
}

const signal = new AbortController().signal;

function turnOf(run: () => Promise<boolean>): QuickTurn {
  const round: Pick<DeliveryRound, 'run'> = { run };
  return new QuickTurn(round as DeliveryRound);
}

describe('a turn of delivery rounds', () => {
  it('begins a round every second until the next turn is due', async () => {
    let rounds = 0;
    await turnOf(() => Promise.resolve((rounds += 1) > 0)).run(signal);
    expect(rounds).toBe(5);
  });

  it('ends at once where nobody has an endpoint and nothing is on its way', async () => {
    let rounds = 0;
    await turnOf(() => Promise.resolve((rounds += 1) < 0)).run(signal);
    expect(rounds).toBe(1);
  });

  it('goes on after a round that failed, fails only if the last did, and ends when the worker closes', async () => {
    let rounds = 0;
    const failing = (which: (round: number) => boolean) =>
      turnOf(() => (which((rounds += 1)) ? Promise.reject(new Error('away')) : Promise.resolve(true)));
    await failing((round) => round < 5).run(signal);
    await expect(failing(() => true).run(signal)).rejects.toThrow('away');
    expect(rounds).toBe(10);
    await failing(() => true).run(AbortSignal.abort());
    expect(rounds).toBe(10);
  });
});
