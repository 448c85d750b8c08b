import type { NewMerchant } from '@turnpike/merchants';

const DAY_MILLIS = 86_400_000;

/** What a merchant who signed up in either way begins with: a plan, and days of trial, 0 for none. */
const TERMS = {
  free: { planTier: 'unlimited', trialDays: 0 },
  l402: { planTier: 'unlimited', trialDays: 30 },
} as const;

/** The merchant that somebody becomes who signs up. */
export function newMerchant(
  way: keyof typeof TERMS,
  who: { readonly name: string; readonly email: string },
  now: Date,
): NewMerchant {
  const { planTier, trialDays } = TERMS[way];
  const trialEndsAt = trialDays > 0 ? new Date(now.getTime() + trialDays * DAY_MILLIS) : null;
  return { ...who, planTier, trialEndsAt };
}
