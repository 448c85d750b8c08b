import { modeFromNumber } from '@turnpike/l402';
import type { EndpointView } from './proxy-endpoint.js';
import type { ManifestSettingsView, ProxyHostView, ProxyView, UpstreamHealth } from './proxy.js';
import { proxyPath } from './proxy-id.js';

/** A row of the table of proxies. */
export interface ProxyRow {
  readonly id: number;
  readonly publicId: string;
  readonly merchantId: number;
  readonly mode: number;
  readonly name: string;
  readonly description: string | null;
  readonly targetBaseUrl: string;
  readonly defaultPriceSats: number;
  readonly oldPrices: unknown;
  readonly isActive: boolean;
  readonly authHeader: string | null;
  readonly sealedAuthValue: Uint8Array | null;
  readonly timeoutSeconds: number;
  readonly allowedMethods: string[];
  readonly allowedPaths: string[];
  readonly blockedPaths: string[];
  readonly manifestEnabled: boolean;
  readonly manifestPubliclyListed: boolean;
  readonly serviceDescription: string | null;
  readonly categories: string[];
  readonly contactEmail: string | null;
  readonly documentationUrl: string | null;
  readonly termsOfServiceUrl: string | null;
  readonly isDown: boolean | null;
  readonly probedAt: Date | null;
  readonly retiredAt: Date | null;
  readonly createdAt: Date;
}

/** A row of the table of host names. */
export interface HostRow {
  readonly proxyId: number;
  readonly host: string;
  readonly proof: string;
  readonly provenAt: Date | null;
}

/** Where the TXT record of a host name stands. */
export const HOST_PROOF_PREFIX = '_turnpike.';
/** What stands before the secret part in it. */
export const HOST_PROOF_WORD = 'turnpike-host=';

/** A proxy as its owner sees it. */
export function proxyView(row: ProxyRow, hosts: readonly HostRow[]): ProxyView {
  const { id, publicId, name, description, targetBaseUrl, defaultPriceSats, isActive, authHeader } = row;
  const { allowedMethods, allowedPaths, blockedPaths, retiredAt, createdAt } = row;
  return {
    id,
    proxyId: publicId,
    proxyUrl: proxyPath(publicId),
    mode: modeFromNumber(row.mode),
    name,
    description,
    targetBaseUrl,
    defaultPriceSats,
    isActive,
    authHeader,
    hasAuthValue: row.sealedAuthValue !== null,
    timeout: row.timeoutSeconds,
    allowedMethods,
    allowedPaths,
    blockedPaths,
    hosts: hosts.filter(({ proxyId }) => proxyId === id).map(hostView),
    retiredAt,
    createdAt,
  };
}

function hostView({ host, proof, provenAt }: HostRow): ProxyHostView {
  const txtRecord = { name: HOST_PROOF_PREFIX + host, value: HOST_PROOF_WORD + proof };
  return { host, isProven: provenAt !== null, txtRecord };
}

/** What is told of a proxy in public. */
export function manifestSettingsView(row: ProxyRow): ManifestSettingsView {
  const { manifestEnabled, manifestPubliclyListed, serviceDescription, categories } = row;
  const { contactEmail, documentationUrl, termsOfServiceUrl, publicId } = row;
  return {
    manifestEnabled,
    manifestPubliclyListed,
    serviceDescription,
    categories,
    contactEmail,
    documentationUrl,
    termsOfServiceUrl,
    manifestUrl: `${proxyPath(publicId)}/.well-known/l402-manifest.json`,
    health: healthOf(row.isDown),
    probedAt: row.probedAt,
  };
}

/** What was found of an upstream, as it is told. */
export function healthOf(isDown: boolean | null): UpstreamHealth {
  return isDown === null ? 'unknown' : isDown ? 'down' : 'ok';
}

/** An endpoint without the number of its proxy. */
export function endpointView({
  proxyId: _proxyId,
  ...view
}: EndpointView & { proxyId: number }): EndpointView {
  return view;
}
