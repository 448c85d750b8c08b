import { type Env, ENV } from '@turnpike/config';
import { Merchants, type Principal, Settings } from '@turnpike/merchants';
import { type MerchantId, parseMerchantId } from '@turnpike/l402';
import { NotFound } from '@turnpike/problems';
import { Inject, Injectable } from '@nestjs/common';

/** The merchant for whom the instance itself sells, as configured by `OPERATOR_MERCHANT`; no plan binds these sales. */
@Injectable()
export class Operator {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly merchants: Merchants,
    private readonly settings: Settings,
  ) {}

  /** `null` if the instance sells nothing, or names a merchant who does not exist or is inactive. */
  async principal(): Promise<Principal | null> {
    const named = this.env.operatorMerchant;
    const merchantId: MerchantId | null = named && parseMerchantId(named.merchantId);
    if (!named || !merchantId) return null;
    const merchant = await this.merchants.get(merchantId).catch(noneIfMissing);
    if (!merchant?.isActive) return null;
    const { mode } = named;
    return {
      keyId: 'operator',
      actor: { kind: 'system', id: 'instance-sale', label: null },
      merchantId,
      mode,
      scopes: new Set(),
      planTier: merchant.planTier,
      isActive: true,
      isUncapped: true,
      settings: await this.settings.get({ merchantId, mode }),
    };
  }
}

function noneIfMissing(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}
