import { Injectable } from '@nestjs/common';
import { JOBS } from '@turnpike/queues';
import { DeliveryRound } from '@turnpike/webhooks';
import { Job } from '../job.js';

/** Hands events out and begins to send what is due, now. */
@Injectable()
export class WebhookRoundJob extends Job {
  override readonly kind = JOBS.webhookRound;

  constructor(private readonly round: DeliveryRound) {
    super();
  }

  override async run(): Promise<void> {
    await this.round.run();
  }
}
