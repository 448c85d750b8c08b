/** A host name of a merchant's own, and the TXT record that proves it. */
export interface ProxyHost {
  readonly host: string;
  readonly isProven: boolean;
  readonly txtRecord: { readonly name: string; readonly value: string };
}

/** An API behind the gateway. */
export interface Proxy {
  readonly proxyId: string;
  /** Path of the gateway, without a final slash. */
  readonly proxyUrl: string;
  readonly name: string;
  readonly description: string | null;
  readonly targetBaseUrl: string;
  readonly defaultPriceSats: number;
  readonly isActive: boolean;
  readonly authHeader: string | null;
  /** Whether a value is set, which is never shown. */
  readonly hasAuthValue: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly allowedMethods: readonly string[];
  readonly allowedPaths: readonly string[];
  readonly blockedPaths: readonly string[];
  readonly hosts: readonly ProxyHost[];
  /** When it was taken from the public for good. */
  readonly retiredAt: string | null;
  readonly createdAt: string;
}

/** The price of some paths. */
export interface ProxyPrice {
  readonly endpointId: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly summary: string | null;
  readonly basePriceSats: number;
  readonly maxUses: number | null;
  readonly tokenValiditySeconds: number | null;
  readonly reserve: boolean;
  readonly isActive: boolean;
}

/** What a request would cost, or why it is not sold. */
export interface PriceCheck {
  readonly outcome: 'priced' | 'refused' | 'blocked' | 'method' | 'document';
  readonly path: string | null;
  readonly priceSats: number | null;
  readonly endpointId: string | null;
  readonly detail: string | null;
}

/** What one look at an upstream has found. */
export interface UpstreamProbe {
  readonly status: number | null;
  readonly failure: string | null;
  readonly code: string | null;
}

/** What becomes of one operation of an OpenAPI document. */
export interface ImportedOperation {
  readonly endpointId: string | null;
  readonly path: string;
  readonly httpMethod: string;
  readonly summary: string | null;
  readonly basePriceSats: number | null;
  readonly outcome: 'create' | 'update' | 'skip';
  readonly why: string | null;
}

/** What an import did; the operations one by one only where it would do it. */
export interface Imported {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly operations?: readonly ImportedOperation[];
}

/** What is told of a proxy in public. */
export interface ManifestSettings {
  readonly manifestEnabled: boolean;
  readonly manifestPubliclyListed: boolean;
  readonly serviceDescription: string | null;
  readonly categories: readonly string[];
  readonly contactEmail: string | null;
  readonly documentationUrl: string | null;
  readonly termsOfServiceUrl: string | null;
  readonly manifestUrl: string;
  readonly health: 'ok' | 'down' | 'unknown';
  readonly probedAt: string | null;
}

/** The sums of some requests to a proxy. */
export interface ProxySales {
  readonly challenges: number;
  readonly paidChallenges: number;
  readonly revenueSats: number;
  readonly uses: number;
}

/** What a proxy has brought, by day and by resource. */
export interface ProxyFigures {
  readonly from: string;
  readonly to: string;
  readonly totals: ProxySales;
  readonly days: readonly (ProxySales & { readonly day: string })[];
  readonly resources: readonly (ProxySales & { readonly resource: string })[];
}
