import { Injectable } from '@nestjs/common';
import { Logger } from '@turnpike/observability';
import { Sealer, UnsealError } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';
import { mailBounds } from './mail-bounds.js';
import { letterContext } from './letter-context.js';
import { LetterResealRepository } from './letter-reseal.repository.js';

/** Brings the texts of letters that wait under the current seal key, after that key was changed. */
@Injectable()
export class ResealLetters {
  constructor(
    private readonly letters: LetterResealRepository,
    private readonly sealer: Sealer,
    private readonly logger: Logger,
  ) {}

  /** How many letters are sealed under each key. */
  sealedUnder(): Promise<readonly SealedCount[]> {
    return this.letters.sealedUnder();
  }

  /** Goes through all, in batches, until the signal is aborted; returns how many it has sealed anew. What does not open is left. */
  async run(signal: AbortSignal): Promise<number> {
    let resealed = 0;
    for (let after = '0'; !signal.aborted;) {
      const batch = await this.letters.find(this.sealer.kid, after, mailBounds.resealBatchMax);
      for (const { id, nonce, recipient, sealedText } of batch) {
        after = id;
        try {
          const anew = this.sealer.reseal(sealedText, letterContext(nonce, recipient));
          if (await this.letters.write(id, sealedText, anew)) resealed += 1;
        } catch (error) {
          if (!(error instanceof UnsealError)) throw error;
          this.logger.warn({ err: error, letter: id }, 'a letter does not open under any key of SEAL_KEYS');
        }
      }
      if (batch.length < mailBounds.resealBatchMax) break;
    }
    return resealed;
  }
}
