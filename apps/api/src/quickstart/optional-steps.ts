import { Injectable } from '@nestjs/common';
import type { MerchantId } from '@turnpike/l402';

/** What a merchant may set up besides: the one place that the parts which hold it are asked from. */
@Injectable()
export class OptionalSteps {
  /** Whether the merchant has a webhook endpoint in either mode. None can be made yet. */
  hasWebhook(_merchantId: MerchantId): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** Whether the merchant has a proxy. None can be made yet. */
  hasProxy(_merchantId: MerchantId): Promise<boolean> {
    return Promise.resolve(false);
  }
}
