import { Injectable } from '@nestjs/common';
import { Logger } from '@turnpike/observability';
import { Sealer, UnsealError } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';
import { proxyBounds } from './proxy-bounds.js';
import { authValueContext } from './proxy.js';
import { ProxyResealRepository, type SealedHeader } from './reseal.repository.js';

/** Brings the headers that proxies send under the current seal key. */
@Injectable()
export class ResealProxies {
  constructor(
    private readonly repository: ProxyResealRepository,
    private readonly sealer: Sealer,
    private readonly logger: Logger,
  ) {}

  /** How many headers are sealed under each key. */
  sealedUnder(): Promise<readonly SealedCount[]> {
    return this.repository.sealedUnder();
  }

  /** Goes through all that is sealed under another key; returns how many were sealed anew. What does not open is left and told. */
  async run(signal: AbortSignal): Promise<number> {
    let resealed = 0;
    for (let afterId = 0; !signal.aborted;) {
      const found = await this.repository.find(this.sealer.kid, afterId, proxyBounds.resealBatchMax);
      for (const header of found) if (await this.reseal(header)) resealed += 1;
      const last = found.at(-1);
      if (last === undefined || found.length < proxyBounds.resealBatchMax) break;
      afterId = last.id;
    }
    return resealed;
  }

  private async reseal(header: SealedHeader): Promise<boolean> {
    const { sealed, merchantId, publicId } = header;
    try {
      const anew = this.sealer.reseal(sealed, authValueContext(merchantId, publicId));
      return await this.repository.write(header, anew);
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      this.logger.error({ err: error, proxyId: publicId }, 'the header of a proxy does not open');
      return false;
    }
  }
}
