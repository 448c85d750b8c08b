import { PAID_HEADERS } from '@turnpike/http402';

import type { HeaderList } from './answers.js';
import type { L402Result } from './l402-result.js';

/** A request that may pass: what its handler learns, what its answer must carry, and what is to be done at the end. */
export class Admission {
  #concluded = false;

  constructor(
    readonly result: L402Result,
    private readonly always: HeaderList,
    private readonly decideUse: ((served: boolean) => Promise<void>) | null,
    private readonly isForgiven: () => boolean,
  ) {}

  /** Headers for the answer of the handler: no cache gives it to others, and a receipt where there is one. */
  headersFor(status: number): HeaderList {
    const receipt = this.result.paid ? this.result.mppReceipt : undefined;
    const served = status >= 200 && status < 300;
    return [
      ...PAID_HEADERS,
      ...this.always,
      ...(receipt !== undefined && served ? [['Payment-Receipt', receipt] as const] : []),
    ];
  }

  /**
   * Ends the request: a reserved use is committed if it was served, else released. Only the first call counts; never
   * rejects, and resolves when that is done or given up.
   */
  async conclude(served: boolean): Promise<void> {
    if (this.#concluded) return;
    this.#concluded = true;
    await this.decideUse?.(served);
  }

  /** The payer has gone before there was an answer: a reserved use is given back, a few times; then the answer decides. */
  hangUp(): void {
    if (!this.counts(200, true)) void this.conclude(false);
  }

  /** Whether an answer with this status counts: below 500, and not for a payer who has gone before, which is forgiven a few times. */
  counts(status: number, payerIsGone: boolean): boolean {
    const isForgiven = payerIsGone && !this.#concluded && this.decideUse !== null && this.isForgiven();
    return status < 500 && !isForgiven;
  }
}
