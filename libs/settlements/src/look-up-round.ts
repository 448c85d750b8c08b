import type { DueWatch } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import type { LookUpParts } from './look-up.js';
import type { LookUps } from './look-ups.js';
import { settlementBounds } from './settlement-bounds.js';

/**
 * One round of look-ups: takes what is due out of the database and hands it to the lanes, without waiting for any wallet.
 * Any number of rounds may run anywhere at once: a challenge is taken by one of them.
 */
export class LookUpRound {
  constructor(
    private readonly parts: Pick<LookUpParts, 'watches' | 'clock'>,
    private readonly lookUps: LookUps,
  ) {}

  /** Takes a bounded number; returns how many. Rejects if the database cannot be asked. */
  async run(): Promise<number> {
    return this.takeDueAt(this.parts.clock.now());
  }

  /** Takes only what has been overdue for so long, which other rounds must have missed; returns how many. */
  async runOverdue(overdueSeconds: number): Promise<number> {
    return this.takeDueAt(new Date(this.parts.clock.now().getTime() - overdueSeconds * 1000));
  }

  /** Whether nothing falls due for so long, so that rounds would find nothing. Something minted meanwhile may. */
  async isIdleFor(seconds: number): Promise<boolean> {
    const next = await this.parts.watches.nextDueAt();
    return next === null || next.getTime() > this.parts.clock.now().getTime() + seconds * 1000;
  }

  private async takeDueAt(dueAt: Date): Promise<number> {
    const { watches, clock } = this.parts;
    let taken = 0;
    this.lookUps.tidy();
    // What hints named goes first and takes no room from the rest: a wallet may name as much as it likes.
    for (let takes = 0; takes < settlementBounds.hintedTakesPerRoundMax; takes += 1) {
      const hinted = await watches.takeHinted(dueAt, clock.now(), limits.watchBatchMax);
      if (hinted.length === 0) break;
      taken += await this.handOver(hinted);
    }
    for (let takes = 0; takes < settlementBounds.takesPerRoundMax; takes += 1) {
      const due = await watches.takeDue(dueAt, clock.now(), limits.watchBatchMax);
      taken += await this.handOver(due);
      if (due.length < limits.watchBatchMax) break;
    }
    return taken;
  }

  private async handOver(taken: readonly DueWatch[]): Promise<number> {
    // A wallet that cannot keep up is asked more rarely, but about every challenge; left as they are, those it has no time
    // for would fill every round.
    await this.parts.watches.reschedule(this.lookUps.add(taken));
    return taken.length;
  }
}
