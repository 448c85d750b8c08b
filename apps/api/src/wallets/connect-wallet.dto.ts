import { limits } from '@turnpike/config';
import type { ConnectionWish, WalletRole } from '@turnpike/wallets';
import { IsBoolean, IsIn, IsObject, IsOptional } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';
import { KIND_CHARS_MAX, WALLET_ROLES } from './wallet-words.js';

/**
 * The body of `POST /api/merchant/wallets`. `role` is the one member of which `null` is a value: the wallet then makes no
 * invoices until it is given one.
 */
export class ConnectWalletDto {
  @HasCharacters(1, KIND_CHARS_MAX)
  kind!: string;

  @IsOptional()
  @HasCharacters(1, limits.walletLabelCharsMax)
  label?: string | null;

  /** What the kind makes of it is for the kind to say. */
  @IsObject()
  credentials!: object;

  @IsOptional()
  @IsIn(WALLET_ROLES)
  role?: WalletRole | null;

  @IsOptional()
  @IsBoolean()
  acceptSpendRisk?: boolean | null;

  /** The wish as the use case takes it. */
  toWish(): ConnectionWish {
    const { kind, label, credentials, role = 'primary', acceptSpendRisk } = this;
    return { kind, label: label ?? null, credentials, role, acceptSpendRisk: acceptSpendRisk ?? false };
  }
}
