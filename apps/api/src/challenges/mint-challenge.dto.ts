import { isResource } from '@turnpike/l402';
import { limits } from '@turnpike/config';
import { type MintRequest } from '@turnpike/challenges';
import {
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  type ValidationOptions,
} from 'class-validator';

import { characters, HasCharacters } from '../http/characters.decorator.js';

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

function IsSoldResource(): PropertyDecorator {
  return ValidateBy({
    name: 'isResource',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isResource(value),
      defaultMessage: () =>
        `resource must be a text of 1 to ${String(limits.resourceBytesMax)} bytes, not blank, without control characters`,
    },
  });
}

function MaxBytes(max: number, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'maxBytes',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && bytes(value) <= max,
        defaultMessage: () => `$property must be at most ${String(max)} bytes of UTF-8`,
      },
    },
    options,
  );
}

function IsMetadata(): PropertyDecorator {
  return ValidateBy({
    name: 'isMetadata',
    validator: {
      validate: isMetadata,
      defaultMessage: () =>
        `metadata must be an object of at most ${String(limits.metadataEntriesMax)} strings, keys of 1 to ${String(limits.metadataKeyCharsMax)} and values of at most ${String(limits.metadataValueCharsMax)} characters`,
    },
  });
}

function isMetadata(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries: [string, unknown][] = Object.entries(value);
  return (
    entries.length <= limits.metadataEntriesMax &&
    entries.every(
      ([key, text]) =>
        key !== '' &&
        characters(key) <= limits.metadataKeyCharsMax &&
        typeof text === 'string' &&
        characters(text) <= limits.metadataValueCharsMax,
    )
  );
}

/** Body of `POST /api/l402/challenges`. `null` counts as absent; members it does not name are ignored. */
export class MintChallengeDto {
  @IsSoldResource()
  resource!: string;

  /** The instance's own maximum, which is configuration, is checked by the controller. */
  @Min(1)
  @IsInt()
  priceSats!: number;

  @IsOptional()
  @MaxBytes(limits.descriptionBytesMax)
  @IsString()
  description?: string | null;

  @IsOptional()
  @Min(1)
  @Max(limits.usesMax)
  @IsInt()
  maxUses?: number | null;

  @IsOptional()
  @HasCharacters(1, limits.payerCharsMax)
  @IsString()
  payer?: string | null;

  @IsOptional()
  @Matches(/^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/, { message: 'method must be an HTTP method in upper case' })
  @IsString()
  method?: string | null;

  @IsOptional()
  @Matches(/^[0-9A-Fa-f]{64}$/, { message: 'bodySha256 must be 64 hex digits' })
  @IsString()
  bodySha256?: string | null;

  @IsOptional()
  @Min(limits.tokenValiditySecondsMin)
  @Max(limits.tokenValiditySecondsMax)
  @IsInt()
  tokenValiditySeconds?: number | null;

  @IsOptional()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}

/** The request that the body asks for, with every absent member `null`. */
export function toMintRequest(body: MintChallengeDto): MintRequest {
  return {
    resource: body.resource,
    priceSats: body.priceSats,
    description: body.description ?? null,
    maxUses: body.maxUses ?? null,
    payer: body.payer ?? null,
    method: body.method ?? null,
    bodySha256: body.bodySha256?.toLowerCase() ?? null,
    tokenValiditySeconds: body.tokenValiditySeconds ?? null,
    metadata: body.metadata ?? null,
  };
}
