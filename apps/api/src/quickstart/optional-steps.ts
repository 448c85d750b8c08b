import { Injectable } from '@nestjs/common';
import type { MerchantId, Mode } from '@turnpike/l402';
import { Proxies } from '@turnpike/proxies';
import { WebhookEndpoints } from '@turnpike/webhooks';

/** What a merchant may set up besides: the one place that the parts which hold it are asked from. */
@Injectable()
export class OptionalSteps {
  constructor(
    private readonly webhooks: WebhookEndpoints,
    private readonly proxies: Proxies,
  ) {}

  /** Whether the merchant has a webhook that gets events, in either mode. */
  async hasWebhook(merchantId: MerchantId): Promise<boolean> {
    const inMode = (mode: Mode): Promise<boolean> => this.webhooks.hasAny({ merchantId, mode });
    return (await Promise.all([inMode('test'), inMode('live')])).includes(true);
  }

  /** Whether the merchant has a proxy that is served, in either mode. */
  async hasProxy(merchantId: MerchantId): Promise<boolean> {
    return (await this.proxies.standing({ merchantId, mode: 'live' })).hasActive;
  }
}
