import { Injectable } from '@nestjs/common';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { Sealer, UnsealError } from '@turnpike/secrets';
import { ResealRepository, type SealedConnection } from './reseal.repository.js';
import { sealContextOf, webhookSealContextOf } from './seal-contexts.js';

const BATCH = 100;

/** Brings the secrets of wallets under the current seal key, so that an old one can be taken out of the configuration. */
@Injectable()
export class ResealConnections {
  constructor(
    private readonly repository: ResealRepository,
    private readonly sealer: Sealer,
    private readonly logger: Logger,
  ) {}

  /**
   * Goes through all that is sealed under another key; returns how many were sealed anew, and tells that of each batch. What
   * does not open is left and told.
   */
  async run(signal: AbortSignal, afterBatch: (resealed: number) => void = () => undefined): Promise<number> {
    let resealed = 0;
    for (let afterId = ''; !signal.aborted;) {
      const found = await this.repository.find(this.sealer.kid, afterId, BATCH);
      for (const connection of found) if (await this.reseal(connection)) resealed += 1;
      afterBatch(resealed);
      const last = found.at(-1);
      if (last === undefined || found.length < BATCH) break;
      afterId = last.id;
    }
    return resealed;
  }

  private async reseal(connection: SealedConnection): Promise<boolean> {
    const { id, sealedCredentials, sealedWebhookSecret } = connection;
    const merchantId = connection.merchantId as MerchantId;
    try {
      const credentials = this.sealer.reseal(sealedCredentials, sealContextOf(merchantId, id));
      const context = webhookSealContextOf(merchantId, id);
      const secret = sealedWebhookSecret === null ? null : this.sealer.reseal(sealedWebhookSecret, context);
      return await this.repository.write(connection, credentials, secret);
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      this.logger.error({ err: error, connectionId: id }, 'the secrets of a wallet do not open');
      return false;
    }
  }
}
