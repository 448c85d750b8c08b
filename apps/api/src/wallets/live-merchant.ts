import type { MerchantId } from '@turnpike/l402';
import type { Principal } from '@turnpike/merchants';
import { ValidationFailed } from '@turnpike/problems';

/** The merchant of a live key; throws `ValidationFailed` for a test key, since test mode has one wallet, the sandbox. */
export function liveMerchant({ merchantId, mode }: Principal): MerchantId {
  if (mode === 'live') return merchantId;
  throw new ValidationFailed({
    mode: ['mode must be live: test mode always uses the sandbox. Send a live key.'],
  });
}
