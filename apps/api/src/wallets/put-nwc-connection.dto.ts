import type { PrimaryWish } from '@turnpike/wallets';
import { IsBoolean, IsOptional } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';
import { SECRET_CHARS_MAX } from './wallet-words.js';

/** The body of `PUT /api/merchant/nwc-connection`. */
export class PutNwcConnectionDto {
  @HasCharacters(1, SECRET_CHARS_MAX)
  nwcConnectionString!: string;

  @IsOptional()
  @IsBoolean()
  acceptSpendRisk?: boolean | null;

  /** The wish as the use case takes it. */
  toWish(): PrimaryWish {
    return {
      kind: 'nwc',
      credentials: { connectionString: this.nwcConnectionString },
      acceptSpendRisk: this.acceptSpendRisk ?? false,
      nameOf: () => 'nwcConnectionString',
    };
  }
}
