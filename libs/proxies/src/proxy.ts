import type { Mode } from '@turnpike/l402';

/** A host name of a merchant's own, and what its DNS must hold before it leads anywhere. */
export interface ProxyHostView {
  readonly host: string;
  readonly isProven: boolean;
  readonly txtRecord: { readonly name: string; readonly value: string };
}

/** A proxy as its owner sees it. */
export interface ProxyView {
  readonly id: number;
  readonly proxyId: string;
  /** Path of the gateway, without a final slash. */
  readonly proxyUrl: string;
  readonly mode: Mode;
  readonly name: string;
  readonly description: string | null;
  readonly targetBaseUrl: string;
  readonly defaultPriceSats: number;
  readonly isActive: boolean;
  readonly authHeader: string | null;
  /** Whether a value is set, which is shown to nobody. */
  readonly hasAuthValue: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly allowedMethods: readonly string[];
  readonly allowedPaths: readonly string[];
  readonly blockedPaths: readonly string[];
  readonly hosts: readonly ProxyHostView[];
  readonly retiredAt: Date | null;
  readonly createdAt: Date;
}

/** What a proxy has brought so far. */
export interface ProxyFigures {
  readonly requests: number;
  readonly revenueSats: number;
}

/** What of a proxy can be changed; what is absent stays. An empty text takes away what may be missing. */
export interface ProxyPatch {
  readonly name?: string;
  readonly targetBaseUrl?: string;
  readonly defaultPriceSats?: number;
  readonly description?: string;
  readonly isActive?: boolean;
  readonly authHeader?: string;
  readonly authValue?: string;
  readonly timeout?: number;
  readonly allowedMethods?: readonly string[];
  readonly allowedPaths?: readonly string[];
  readonly blockedPaths?: readonly string[];
  readonly hosts?: readonly string[];
}

/** A proxy that a merchant wants. */
export interface ProxyWish extends ProxyPatch {
  readonly name: string;
  readonly targetBaseUrl: string;
  readonly defaultPriceSats: number;
}

/** Whether an upstream has answered when it was looked at last; `unknown` before the first look. */
export type UpstreamHealth = 'ok' | 'down' | 'unknown';

/** What is told of a proxy in public. */
export interface ManifestSettingsView {
  readonly manifestEnabled: boolean;
  readonly manifestPubliclyListed: boolean;
  readonly serviceDescription: string | null;
  readonly categories: readonly string[];
  readonly contactEmail: string | null;
  readonly documentationUrl: string | null;
  readonly termsOfServiceUrl: string | null;
  readonly manifestUrl: string;
  /** What the last look at the upstream of a listed proxy found: `unknown` before the first. */
  readonly health: UpstreamHealth;
  /** When that was; null before the first. */
  readonly probedAt: Date | null;
}

/** What of it can be changed; what is absent stays, an empty text takes it away. */
export interface ManifestPatch {
  readonly manifestEnabled?: boolean;
  readonly manifestPubliclyListed?: boolean;
  readonly serviceDescription?: string;
  readonly categories?: readonly string[];
  readonly contactEmail?: string;
  readonly documentationUrl?: string;
  readonly termsOfServiceUrl?: string;
}

/** What the sealed header of a proxy is bound to. */
export function authValueContext(merchantId: number, publicId: string): string {
  return `proxy:${String(merchantId)}:${publicId}`;
}
