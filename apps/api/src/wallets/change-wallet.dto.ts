import { limits } from '@turnpike/config';
import type { ConnectionPatch, WalletRole } from '@turnpike/wallets';
import { IsIn, IsOptional } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';
import { WALLET_ROLES } from './wallet-words.js';

/**
 * The body of `PATCH /api/merchant/wallets/{id}`. A label that is absent or `null` stays and an empty one is taken away; a
 * role that is absent stays and `null` takes it away, since that is a role which a wallet can have.
 */
export class ChangeWalletDto {
  @IsOptional()
  @HasCharacters(0, limits.walletLabelCharsMax)
  label?: string | null;

  @IsOptional()
  @IsIn(WALLET_ROLES)
  role?: WalletRole | null;

  /** What is to be different. */
  toPatch(): ConnectionPatch {
    const { label, role } = this;
    return {
      ...(label !== null && label !== undefined && { label: label === '' ? null : label }),
      ...(role !== undefined && { role }),
    };
  }
}
