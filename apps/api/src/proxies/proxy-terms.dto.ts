import { proxyBounds } from '@turnpike/proxies';
import type { ProxyPatch } from '@turnpike/proxies';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { sentMembers } from '../account/sent-members.js';
import { HasCharacters } from '../http/characters.decorator.js';

/** What making and changing a proxy have in common. What is absent or `null` stays as it is, or as it is by default. */
export abstract class ProxyTermsDto {
  @IsOptional()
  @HasCharacters(0, proxyBounds.descriptionCharsMax)
  description?: string | null;

  @IsOptional()
  @IsBoolean()
  isActive?: boolean | null;

  @IsOptional()
  @HasCharacters(0, proxyBounds.headerNameCharsMax)
  authHeader?: string | null;

  @IsOptional()
  @HasCharacters(0, proxyBounds.headerValueCharsMax)
  authValue?: string | null;

  @IsOptional()
  @Min(proxyBounds.timeoutSecondsMin)
  @Max(proxyBounds.timeoutSecondsMax)
  @IsInt()
  timeout?: number | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(proxyBounds.methodsMax)
  @ArrayUnique()
  @IsString({ each: true })
  allowedMethods?: string[] | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(proxyBounds.globsMax)
  @IsString({ each: true })
  @MaxLength(proxyBounds.globCharsMax, { each: true })
  allowedPaths?: string[] | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(proxyBounds.globsMax)
  @IsString({ each: true })
  @MaxLength(proxyBounds.globCharsMax, { each: true })
  blockedPaths?: string[] | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(proxyBounds.hostsMax)
  @ArrayUnique()
  @IsString({ each: true })
  hosts?: string[] | null;

  /** The members that were sent of those that both have. */
  protected terms(): Omit<ProxyPatch, 'name' | 'targetBaseUrl' | 'defaultPriceSats'> {
    const { description, isActive, authHeader, authValue, timeout } = this;
    const { allowedMethods, allowedPaths, blockedPaths, hosts } = this;
    const lists = { allowedMethods, allowedPaths, blockedPaths, hosts };
    return sentMembers({ description, isActive, authHeader, authValue, timeout, ...lists });
  }
}
