import type { Mode } from '@turnpike/l402';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';

/**
 * The body of `POST /api/admin/merchants/{id}/api-keys`. The key is a live one unless `mode` says otherwise, and
 * `revokeOthers` ends all other keys of the merchant; with `mode`, those of that mode only.
 */
export class IssueMerchantKeyDto {
  @IsOptional()
  @IsBoolean()
  revokeOthers?: boolean | null;

  @IsOptional()
  @IsIn(['test', 'live'])
  mode?: Mode | null;
}
