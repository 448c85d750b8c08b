import { PREIMAGE_ONLY_RULES, SETTLEMENT_POLICIES } from '@turnpike/merchants';
import type { PreimageOnlyRule, SettingsPatch, SettlementPolicy } from '@turnpike/merchants';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { sentMembers } from './sent-members.js';

/**
 * The body of `PATCH /api/merchant/settings`. A member that is absent or `null` stays as it is; an empty `realm` takes
 * the one that was set away, so that the instance's own host serves. Ranges are checked with the settings themselves.
 */
export class PatchSettingsDto {
  @IsOptional()
  @IsBoolean()
  strictVerify?: boolean | null;

  @IsOptional()
  @IsIn(SETTLEMENT_POLICIES)
  settlementPolicy?: SettlementPolicy | null;

  @IsOptional()
  @IsInt()
  tokenValiditySeconds?: number | null;

  @IsOptional()
  @IsInt()
  invoiceExpirySeconds?: number | null;

  @IsOptional()
  @IsBoolean()
  mppEnabled?: boolean | null;

  @IsOptional()
  @IsIn(PREIMAGE_ONLY_RULES)
  mppPreimageOnly?: PreimageOnlyRule | null;

  @IsOptional()
  @IsString()
  realm?: string | null;

  /** The members that change something. */
  toPatch(): SettingsPatch {
    const { strictVerify, settlementPolicy, tokenValiditySeconds, invoiceExpirySeconds } = this;
    const { mppEnabled, mppPreimageOnly, realm } = this;
    return {
      ...sentMembers({ strictVerify, settlementPolicy, tokenValiditySeconds, invoiceExpirySeconds }),
      ...sentMembers({ mppEnabled, mppPreimageOnly, realm }),
      ...(realm === '' && { realm: null }),
    };
  }
}
