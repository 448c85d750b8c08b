import type { Actor } from '@turnpike/audit';
import type { Tenant } from '@turnpike/l402';
import type { Confirmation } from './key-authority.js';
import type { MerchantSettings } from './merchant-settings.js';
import type { Scope } from './scope.js';

/**
 * Who is calling, as an API key says it: at most 1.5 s old, frozen and shared by all calls with that key.
 * `isActive` is false for a merchant whose mint and verify calls are refused, since the operator says so or its plan has
 * lapsed; its account stays readable. `planTier` is the plan that holds now.
 */
export interface Principal extends Tenant {
  readonly keyId: string;
  /** Who a change is put down to. */
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
  readonly planTier: string;
  readonly isActive: boolean;
  /** What is sold is the instance's own, so that caps of a plan do not bind it. */
  readonly isUncapped?: true;
  readonly settings: MerchantSettings;
  /** Whether the key still works, or whoever came without one still holds these scopes; absent for the operator. */
  readonly confirm?: Confirmation;
}
