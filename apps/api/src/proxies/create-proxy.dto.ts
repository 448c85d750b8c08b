import { proxyBounds } from '@turnpike/proxies';
import type { ProxyWish } from '@turnpike/proxies';
import { IsInt, Max, Min } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';
import { ProxyTermsDto } from './proxy-terms.dto.js';

/** The body of `POST /api/proxy`. */
export class CreateProxyDto extends ProxyTermsDto {
  @HasCharacters(1, proxyBounds.nameCharsMax)
  name!: string;

  @HasCharacters(1, proxyBounds.urlCharsMax)
  targetBaseUrl!: string;

  /** The instance's own maximum, which is configuration, is checked later. */
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  @IsInt()
  defaultPriceSats!: number;

  /** The proxy as the service makes it. */
  toWish(): ProxyWish {
    const { name, targetBaseUrl, defaultPriceSats } = this;
    return { ...this.terms(), name, targetBaseUrl, defaultPriceSats };
  }
}
