import type { PrimaryWish } from '@turnpike/wallets';
import { IsBoolean, IsOptional } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';
import { SECRET_CHARS_MAX } from './wallet-words.js';

/** The body of `PUT /api/merchant/opennode-key`. */
export class PutOpenNodeKeyDto {
  @HasCharacters(1, SECRET_CHARS_MAX)
  openNodeApiKey!: string;

  @IsOptional()
  @IsBoolean()
  acceptSpendRisk?: boolean | null;

  /** The wish as the use case takes it. */
  toWish(): PrimaryWish {
    return {
      kind: 'opennode',
      credentials: { apiKey: this.openNodeApiKey },
      acceptSpendRisk: this.acceptSpendRisk ?? false,
      nameOf: () => 'openNodeApiKey',
    };
  }
}
