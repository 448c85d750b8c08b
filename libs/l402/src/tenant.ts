import type { MerchantId } from './merchant-id.js';
import type { Mode } from './mode.js';

/**
 * On whose behalf a token is minted or judged. It comes from the API key or the proxy that asks, never from the token,
 * so that another tenant's or mode's token has no valid signature.
 */
export interface Tenant {
  readonly mode: Mode;
  readonly merchantId: MerchantId;
}
