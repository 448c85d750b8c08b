import { proxyBounds } from '@turnpike/proxies';
import type { ProxyPatch } from '@turnpike/proxies';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { sentMembers } from '../account/sent-members.js';
import { HasCharacters } from '../http/characters.decorator.js';
import { ProxyTermsDto } from './proxy-terms.dto.js';

/** The body of `PUT /api/proxy/{proxyId}`. What is absent or `null` stays; an empty text takes away what may be missing. */
export class ChangeProxyDto extends ProxyTermsDto {
  @IsOptional()
  @HasCharacters(1, proxyBounds.nameCharsMax)
  name?: string | null;

  @IsOptional()
  @HasCharacters(1, proxyBounds.urlCharsMax)
  targetBaseUrl?: string | null;

  @IsOptional()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  @IsInt()
  defaultPriceSats?: number | null;

  /** What is to be different. */
  toPatch(): ProxyPatch {
    const { name, targetBaseUrl, defaultPriceSats } = this;
    return { ...this.terms(), ...sentMembers({ name, targetBaseUrl, defaultPriceSats }) };
  }
}
