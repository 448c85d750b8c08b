import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import { ValidationFailed } from '@turnpike/problems';
import { Sealer } from '@turnpike/secrets';
import { CheckUpstream } from './check-upstream.js';
import { authValueContext, type ProxyPatch } from './proxy.js';
import type { ProxyRow } from './proxy-row.js';

/** Columns that a patch sets. */
export interface ProxyColumns {
  name?: string;
  description?: string | null;
  targetBaseUrl?: string;
  defaultPriceSats?: number;
  isActive?: boolean;
  authHeader?: string | null;
  sealedAuthValue?: Uint8Array<ArrayBuffer> | null;
  timeoutSeconds?: number;
  allowedMethods?: string[];
  allowedPaths?: string[];
  blockedPaths?: string[];
}

/** Turns what a merchant wants of a proxy into what is stored: the address checked, the secret header sealed. */
@Injectable()
export class ReadProxyPatch {
  constructor(
    private readonly upstream: CheckUpstream,
    private readonly sealer: Sealer,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** `row` is what is stored already. Throws `ValidationFailed` and `AddressRefused`. */
  run(tenant: Tenant, publicId: string, patch: ProxyPatch, row: ProxyRow | null): ProxyColumns {
    const { name, isActive, defaultPriceSats, timeout, description, allowedMethods } = patch;
    const { allowedPaths, blockedPaths } = patch;
    this.requirePrice(defaultPriceSats);
    const targetBaseUrl =
      patch.targetBaseUrl === undefined ? undefined : this.upstream.run(patch.targetBaseUrl);
    return {
      ...(name !== undefined && { name }),
      ...(targetBaseUrl !== undefined && { targetBaseUrl }),
      ...(isActive !== undefined && { isActive }),
      ...(defaultPriceSats !== undefined && { defaultPriceSats }),
      ...(timeout !== undefined && { timeoutSeconds: timeout }),
      ...(description !== undefined && { description: description || null }),
      ...(allowedMethods !== undefined && { allowedMethods: [...allowedMethods] }),
      ...(allowedPaths !== undefined && { allowedPaths: [...allowedPaths] }),
      ...(blockedPaths !== undefined && { blockedPaths: [...blockedPaths] }),
      ...this.headerOf(tenant, publicId, patch, row, targetBaseUrl ?? row?.targetBaseUrl ?? ''),
    };
  }

  private requirePrice(sats: number | undefined): void {
    const { priceSatsMax } = this.env;
    if (sats === undefined || sats <= priceSatsMax) return;
    const most = `defaultPriceSats must not be greater than ${String(priceSatsMax)}`;
    throw new ValidationFailed({ defaultPriceSats: [most] });
  }

  /** A header without a value is none, and its value goes with it. */
  private headerOf(
    { merchantId }: Tenant,
    publicId: string,
    { authHeader, authValue }: ProxyPatch,
    row: ProxyRow | null,
    target: string,
  ): ProxyColumns {
    const header = authHeader === undefined ? (row?.authHeader ?? null) : authHeader || null;
    if (header === null && authValue)
      throw new ValidationFailed({ authValue: ['authValue needs an authHeader that it is sent in'] });
    if (header === null) return { authHeader: null, sealedAuthValue: null };
    const keeps = authValue === undefined && row?.sealedAuthValue != null;
    if (authValue || keeps) this.upstream.requireSafeFor(target);
    if (authValue === undefined) return { authHeader: header };
    const context = authValueContext(merchantId, publicId);
    const sealed = authValue === '' ? null : this.sealer.seal(Buffer.from(authValue), context);
    return { authHeader: header, sealedAuthValue: sealed && Uint8Array.from(sealed) };
  }
}
