import { limits } from '@turnpike/config';
import type { NewMerchant } from '@turnpike/merchants';
import { IsEmail, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';
import { IsName } from './text.decorator.js';

const DAY_MILLIS = 86_400_000;

/**
 * The body of `POST /api/admin/merchants`. Without `planTier` the merchant gets the instance's default plan, without `trialDays`
 * the trial of its plan; with none of them there is no trial, and a plan has no end.
 */
export class CreateMerchantDto {
  @IsName()
  name!: string;

  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsOptional()
  @IsString()
  planTier?: string | null;

  @IsOptional()
  @Min(0)
  @Max(3_650)
  @IsInt()
  trialDays?: number | null;

  @IsOptional()
  @HasCharacters(1, limits.webhookUrlCharsMax)
  webhookUrl?: string | null;

  @IsOptional()
  @HasCharacters(1, limits.webhookSecretCharsMax)
  webhookSecret?: string | null;

  /** The merchant as the service makes it; a trial runs from `now`. */
  toMerchant(now: Date): NewMerchant {
    const { name, email, planTier, trialDays } = this;
    return {
      name,
      email,
      ...(planTier != null && { planTier }),
      ...(trialDays != null && {
        trialEndsAt: trialDays === 0 ? null : new Date(now.getTime() + trialDays * DAY_MILLIS),
      }),
    };
  }
}
