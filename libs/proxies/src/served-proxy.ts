import type { Tenant } from '@turnpike/l402';
import type { Seller } from '@turnpike/merchants';
import type { PriceTable } from './match-price.js';

/** A proxy as the gateway serves it. */
export interface ServedProxy extends PriceTable {
  readonly proxyId: string;
  readonly tenant: Tenant;
  /** In whose name it mints and verifies. */
  readonly seller: Seller;
  readonly name: string;
  readonly description: string | null;
  /** Where requests go: what a connection is made to, and what stands before every path. */
  readonly upstream: { readonly origin: string; readonly prefix: string };
  readonly timeoutMillis: number;
  /** A header that every request gets; its value is a secret. */
  readonly auth: { readonly name: string; readonly value: string } | null;
  readonly isActive: boolean;
  readonly isRetired: boolean;
  readonly manifest: {
    readonly isEnabled: boolean;
    readonly description: string | null;
    readonly categories: readonly string[];
    readonly contactEmail: string | null;
    readonly documentationUrl: string | null;
    readonly termsOfServiceUrl: string | null;
  };
  readonly updatedAt: Date;
}
