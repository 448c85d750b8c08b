import { limits } from '@turnpike/config';
import { QueueProducer } from '@turnpike/queues';
import { Injectable } from '@nestjs/common';

/** Wakes the worker, which sleeps while nothing is open: a few times a minute at most, however many are minted. */
@Injectable()
export class WakeLookUps {
  private lastMs = -Infinity;

  constructor(private readonly queues: QueueProducer) {}

  /** To be called when something was minted. Not waited for; a turn that is not woken comes by itself a little later. */
  wake(): void {
    const nowMs = performance.now();
    if (nowMs - this.lastMs < limits.lookUpWakeMillis) return;
    this.lastMs = nowMs;
    void this.queues.nudgeTurn();
  }
}
