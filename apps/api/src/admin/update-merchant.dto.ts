import { SUBSCRIPTION_STATUSES } from '@turnpike/merchants';
import type { MerchantPatch, SubscriptionStatus } from '@turnpike/merchants';
import { IsBoolean, IsEmail, IsIn, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { sentMembers } from '../account/sent-members.js';
import { IsInstant, instantOf } from '../api-keys/instant.decorator.js';
import { IsName } from './text.decorator.js';

/**
 * The body of `PUT /api/admin/merchants/{id}`. It replaces the members that are sent and leaves the others, so that a
 * client which knows fewer of them takes nothing away, nor does one that sends back what it has read, since `null` means
 * absent. An empty `trialEndsAt` ends the trial, an empty `currentPeriodEnd` takes that end away.
 */
export class UpdateMerchantDto {
  @IsOptional()
  @IsName()
  name?: string | null;

  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string | null;

  @IsOptional()
  @IsString()
  planTier?: string | null;

  @IsOptional()
  @IsIn(SUBSCRIPTION_STATUSES)
  subscriptionStatus?: SubscriptionStatus | null;

  @IsOptional()
  @ValidateIf(({ trialEndsAt }: UpdateMerchantDto) => trialEndsAt !== '')
  @IsInstant()
  trialEndsAt?: string | null;

  @IsOptional()
  @ValidateIf(({ currentPeriodEnd }: UpdateMerchantDto) => currentPeriodEnd !== '')
  @IsInstant()
  currentPeriodEnd?: string | null;

  @IsOptional()
  @IsBoolean()
  isActive?: boolean | null;

  /** The members that change something. */
  toPatch(): MerchantPatch {
    const { name, email, planTier, subscriptionStatus, trialEndsAt, currentPeriodEnd, isActive } = this;
    return {
      ...sentMembers({ name, email, planTier, subscriptionStatus, isActive }),
      ...(trialEndsAt != null && { trialEndsAt: instantOrNone(trialEndsAt) }),
      ...(currentPeriodEnd != null && { currentPeriodEnd: instantOrNone(currentPeriodEnd) }),
    };
  }
}

function instantOrNone(text: string): Date | null {
  return text === '' ? null : instantOf(text);
}
