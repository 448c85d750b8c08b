import { limits } from '@turnpike/config';
import { proxyBounds } from '@turnpike/proxies';
import type { EndpointPatch, EndpointWish } from '@turnpike/proxies';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { sentMembers } from '../account/sent-members.js';
import { HasCharacters } from '../http/characters.decorator.js';

const METHOD = /^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/;
const METHOD_TEXT = { message: 'httpMethod must be an HTTP method in upper case' };

/** What making and changing an endpoint have in common. */
abstract class EndpointTermsDto {
  @IsOptional()
  @HasCharacters(0, proxyBounds.summaryCharsMax)
  summary?: string | null;

  @IsOptional()
  @Min(1)
  @Max(limits.usesMax)
  @IsInt()
  maxUses?: number | null;

  @IsOptional()
  @Min(limits.tokenValiditySecondsMin)
  @Max(limits.tokenValiditySecondsMax)
  @IsInt()
  tokenValiditySeconds?: number | null;

  @IsOptional()
  @IsBoolean()
  reserve?: boolean | null;

  @IsOptional()
  @IsBoolean()
  isActive?: boolean | null;

  /** `null` takes a bound away, an empty text the summary; both are there to be taken away. */
  protected terms(): Pick<
    EndpointPatch,
    'summary' | 'maxUses' | 'tokenValiditySeconds' | 'reserve' | 'isActive'
  > {
    const { summary, maxUses, tokenValiditySeconds, reserve, isActive } = this;
    return {
      ...(summary !== undefined && { summary: summary || null }),
      ...(maxUses !== undefined && { maxUses }),
      ...(tokenValiditySeconds !== undefined && { tokenValiditySeconds }),
      ...sentMembers({ reserve, isActive }),
    };
  }
}

/** The body of `POST /api/proxy/{proxyId}/manifest/endpoints`. */
export class CreateEndpointDto extends EndpointTermsDto {
  @HasCharacters(1, proxyBounds.endpointIdCharsMax)
  endpointId!: string;

  @HasCharacters(1, limits.resourceBytesMax)
  path!: string;

  @Matches(METHOD, METHOD_TEXT)
  @IsString()
  httpMethod!: string;

  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  @IsInt()
  basePriceSats!: number;

  /** The endpoint as the service makes it. */
  toWish(): EndpointWish {
    const { endpointId, path, httpMethod, basePriceSats } = this;
    return { ...this.terms(), endpointId, path, httpMethod, basePriceSats };
  }
}

/** The body of `PUT /api/proxy/{proxyId}/manifest/endpoints/{endpointId}`. What is absent stays. */
export class ChangeEndpointDto extends EndpointTermsDto {
  @IsOptional()
  @HasCharacters(1, limits.resourceBytesMax)
  path?: string | null;

  @IsOptional()
  @Matches(METHOD, METHOD_TEXT)
  @IsString()
  httpMethod?: string | null;

  @IsOptional()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  @IsInt()
  basePriceSats?: number | null;

  /** What is to be different. */
  toPatch(): EndpointPatch {
    const { path, httpMethod, basePriceSats } = this;
    return { ...this.terms(), ...sentMembers({ path, httpMethod, basePriceSats }) };
  }
}
