import type { MerchantId } from '@turnpike/l402';
import { merchantIdOf } from './merchant-id.js';

/** A merchant as the account and the operator see it. */
export interface MerchantRecord {
  readonly merchantId: MerchantId;
  readonly name: string;
  /** In lower case; one address is one merchant. */
  readonly email: string;
  /** A payment made it, and nobody has shown yet that the address is theirs. */
  readonly isEmailUnconfirmed: boolean;
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly trialEndsAt: Date | null;
  readonly currentPeriodEnd: Date | null;
  readonly isActive: boolean;
  readonly createdAt: Date;
}

/** The record of a stored row. */
export function merchantOf(
  row: Omit<MerchantRecord, 'merchantId'> & { readonly id: number },
): MerchantRecord {
  return {
    merchantId: merchantIdOf(row.id),
    name: row.name,
    email: row.email,
    isEmailUnconfirmed: row.isEmailUnconfirmed,
    planTier: row.planTier,
    subscriptionStatus: row.subscriptionStatus,
    trialEndsAt: row.trialEndsAt,
    currentPeriodEnd: row.currentPeriodEnd,
    isActive: row.isActive,
    createdAt: row.createdAt,
  };
}

/** An address as it is stored and compared: without blanks around it and in lower case. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
