import { Injectable } from '@nestjs/common';
import { Mailbox } from '@turnpike/mail';
import { JOBS } from '@turnpike/queues';
import { Job } from '../job.js';

/** Sends letters that whoever wrote them could not send. */
@Injectable()
export class LettersJob extends Job {
  override readonly kind = JOBS.letters;

  constructor(private readonly mailbox: Mailbox) {
    super();
  }

  override run(signal: AbortSignal): Promise<void> {
    return this.mailbox.sendDue(signal);
  }
}
