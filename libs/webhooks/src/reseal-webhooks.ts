import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { parseMerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { Sealer, UnsealError } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';
import { WebhookResealRepository } from './reseal.repository.js';
import type { SealedEndpoint } from './reseal.repository.js';
import { webhookBounds } from './webhook-bounds.js';
import { webhookKeyContext } from './webhook-secret.js';

/** Brings the secrets of endpoints under the current seal key, and forgets old ones that sign no more. */
@Injectable()
export class ResealWebhooks {
  constructor(
    private readonly repository: WebhookResealRepository,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** How many secrets are sealed under each key. */
  sealedUnder(): Promise<readonly SealedCount[]> {
    return this.repository.sealedUnder();
  }

  /** Goes through all that is sealed under another key; returns how many were sealed anew. What does not open is left and told. */
  async run(signal: AbortSignal): Promise<number> {
    await this.repository.forgetOld(this.clock.now());
    let resealed = 0;
    for (let afterId = ''; !signal.aborted;) {
      const found = await this.repository.find(this.sealer.kid, afterId, webhookBounds.resealBatchMax);
      for (const endpoint of found) if (await this.reseal(endpoint)) resealed += 1;
      const last = found.at(-1);
      if (last === undefined || found.length < webhookBounds.resealBatchMax) break;
      afterId = last.id;
    }
    return resealed;
  }

  private async reseal(endpoint: SealedEndpoint): Promise<boolean> {
    const { id, sealedSecret, sealedOldSecret } = endpoint;
    const merchantId = parseMerchantId(endpoint.merchantId);
    if (merchantId === null) return false;
    const context = webhookKeyContext(merchantId, id);
    try {
      const secret = this.sealer.reseal(sealedSecret, context);
      const old = sealedOldSecret === null ? null : this.sealer.reseal(sealedOldSecret, context);
      return await this.repository.write(endpoint, secret, old);
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      this.logger.error({ err: error, endpointId: id }, 'the secret of an endpoint does not open');
      return false;
    }
  }
}
