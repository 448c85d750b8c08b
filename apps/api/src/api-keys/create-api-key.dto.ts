import { limits } from '@turnpike/config';
import type { Mode } from '@turnpike/l402';
import { SCOPES } from '@turnpike/merchants';
import type { NewApiKey, Scope } from '@turnpike/merchants';
import { ArrayNotEmpty, IsArray, IsIn, IsOptional } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';
import { IsInstant, instantOf } from './instant.decorator.js';

/** The body of `POST /api/merchant/api-keys`; every member may be absent or `null`. */
export class CreateApiKeyDto {
  @IsOptional()
  @HasCharacters(1, limits.apiKeyLabelCharsMax)
  label?: string | null;

  @IsOptional()
  @IsIn(['test', 'live'])
  mode?: Mode | null;

  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[] | null;

  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;

  /** The wish as the service takes it. */
  toWish(): NewApiKey {
    return {
      label: this.label ?? null,
      mode: this.mode ?? null,
      scopes: this.scopes ?? null,
      expiresAt: instantOf(this.expiresAt),
    };
  }
}
