import type { Spoil } from './emulated-node.js';

/** The switches of an emulator. All are off at first; `clear` turns all of them off again. */
export class Faults {
  /** Every answer comes so many milliseconds late. */
  slowMillis = 0;
  /** No answer comes at all. */
  hang = false;
  /** The connection is cut instead of an answer. */
  reset = false;
  /** Every answer has this status, with the provider's own error body. */
  status: number | null = null;
  /** The provider's answer to too many calls. */
  rateLimited = false;
  /** The provider's answer to a credential that is no more. */
  revoked = false;
  /** Every answer is nothing that can be read. */
  garbage = false;
  /** Every answer is sixteen megabytes long. */
  huge = false;
  /** Every answer comes a byte at a time, one every 200 ms. */
  drip = false;
  /** What is wrong with every invoice that is made. */
  spoil: Spoil | null = null;
  /** So many invoices are made without an answer: the connection is cut. */
  createdButNoAnswer = 0;
  /** So many look-ups find nothing. */
  notFoundFor = 0;
  /** Look-ups leave out what they were asked about. */
  partial = false;
  /** Every payment stays pending. */
  pendingForever = false;
  /** Every notice is sent twice; an hour late, by the test's own hand; with a wrong signature. */
  duplicateWebhook = false;
  lateWebhook = false;
  forgedWebhook = false;

  /** Turns every switch off. */
  clear(): void {
    Object.assign(this, new Faults());
  }

  /** Whether this look-up is one of those that find nothing. */
  takeNotFound(): boolean {
    if (this.notFoundFor === 0) return false;
    this.notFoundFor -= 1;
    return true;
  }

  /** Whether this creation is one of those that get no answer. */
  takeLostAnswer(): boolean {
    if (this.createdButNoAnswer === 0) return false;
    this.createdButNoAnswer -= 1;
    return true;
  }
}
