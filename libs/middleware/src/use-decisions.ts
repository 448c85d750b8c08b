import { L402ServerError, type VerifyTokenArgs } from '@turnpike/server-sdk';

import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';
import { pause } from './pause.js';
import type { Broker } from './paywall-options.js';

/**
 * Decides what becomes of reserved uses. What cannot be decided for now is tried again, so often and for so many at a time; the
 * broker commits by itself what nobody decides. `report` hears of what was given up.
 */
export class UseDecisions {
  #underWay = 0;

  constructor(
    private readonly client: Broker,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Commits a use, or gives it back. Resolves when that is done or given up; never rejects. */
  decide(useId: string, served: boolean): Promise<void> {
    return this.#tried(() => (served ? this.client.commitUse(useId) : this.client.releaseUse(useId)));
  }

  /**
   * Gives back a use that may be reserved although the answer was lost: the same question again, by its request id, says which.
   * Resolves as `decide` does; nobody has to wait for it.
   */
  async giveBack(question: VerifyTokenArgs, cause: unknown): Promise<void> {
    if (isFinal(cause)) return;
    await this.#tried(async () => {
      const { valid, useId } = await this.client.verifyToken(question);
      if (valid && useId !== undefined) await this.client.releaseUse(useId);
    });
  }

  async #tried(work: () => Promise<unknown>): Promise<void> {
    const { decisionTriesMax, decisionRetryMillis, decisionsUnderWayMax } = MIDDLEWARE_BOUNDS;
    this.#underWay += 1;
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await work();
          return;
        } catch (error) {
          const isLast = attempt >= decisionTriesMax || this.#underWay > decisionsUnderWayMax;
          if (isLast || isFinal(error)) {
            this.report(error);
            return;
          }
        }
        await pause(decisionRetryMillis * attempt);
      }
    } finally {
      this.#underWay -= 1;
    }
  }
}

/** Whether the same again would end the same, with nothing done: the broker answered, and not that it cannot for now. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof L402ServerError) || !('statusCode' in error)) return false;
  return Number(error.statusCode) < 500 && error.statusCode !== 429;
}
