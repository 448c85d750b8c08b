import { limits } from '@turnpike/config';
import { PLAN_TIERS } from '@turnpike/merchants';
import type { NewMerchant, PlanTier } from '@turnpike/merchants';
import { IsEmail, IsIn, IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';
import { IsName } from './text.decorator.js';

const DAY_MILLIS = 86_400_000;

/** The body of `POST /api/admin/merchants`. Without `trialDays`, or with none of them, there is no trial. */
export class CreateMerchantDto {
  @IsName()
  name!: string;

  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsOptional()
  @IsIn(PLAN_TIERS)
  planTier?: PlanTier | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3_650)
  trialDays?: number | null;

  @IsOptional()
  @HasCharacters(1, limits.webhookUrlCharsMax)
  webhookUrl?: string | null;

  @IsOptional()
  @HasCharacters(1, limits.webhookSecretCharsMax)
  webhookSecret?: string | null;

  /** The merchant as the service makes it; a trial runs from `now`. */
  toMerchant(now: Date): NewMerchant {
    const trialDays = this.trialDays ?? 0;
    return {
      name: this.name,
      email: this.email,
      planTier: this.planTier ?? 'unlimited',
      trialEndsAt: trialDays === 0 ? null : new Date(now.getTime() + trialDays * DAY_MILLIS),
    };
  }
}
