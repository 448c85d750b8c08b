import { ResealLetters } from '@turnpike/mail';
import { ResealSecondFactors } from '@turnpike/members';
import { ResealProxies } from '@turnpike/proxies';
import { sumSealedCounts } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';
import { ConnectionCensus } from '@turnpike/wallets';
import { ResealWebhooks } from '@turnpike/webhooks';
import type { Parts } from './with-parts.js';

/** How many secrets of every kind that there is are sealed under each key. */
export async function sealedSecrets({ part }: Pick<Parts, 'part'>): Promise<readonly SealedCount[]> {
  const kinds = [
    ConnectionCensus,
    ResealSecondFactors,
    ResealWebhooks,
    ResealLetters,
    ResealProxies,
  ] as const;
  const counts: (readonly SealedCount[])[] = [];
  for (const kind of kinds)
    counts.push(await part<{ sealedUnder(): Promise<readonly SealedCount[]> }>(kind).sealedUnder());
  return sumSealedCounts(counts);
}
