import type { NewMerchant, Plans } from '@turnpike/merchants';

/** The plan for whoever signs up in either way, where the instance offers it; else its default plan. */
const PLANS = { free: 'free', l402: 'individual' } as const;

/** The merchant that somebody becomes who signs up, with the trial that the plan has. A payment shows nothing of the address. */
export function newMerchant(
  way: keyof typeof PLANS,
  { name, email }: { readonly name: string; readonly email: string },
  { offered, default: fallback }: Pick<Plans, 'offered' | 'default'>,
): NewMerchant {
  const { id } = offered.find((plan) => plan.id === PLANS[way]) ?? fallback;
  return { name, email, planTier: id, isEmailUnconfirmed: way === 'l402' };
}
