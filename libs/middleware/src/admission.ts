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
}
