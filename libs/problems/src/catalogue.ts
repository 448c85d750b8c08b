import { accessKinds } from './access-problems.js';
import { accountKinds } from './account-problems.js';
import { challengeKinds } from './challenge-problems.js';
import { planKinds } from './plan-problems.js';
import type { ProblemKind } from './problem.js';
import { requestKinds } from './request-problems.js';
import { serverKinds } from './server-problems.js';
import { unreadKinds } from './unread-problems.js';
import { walletKinds } from './wallet-problems.js';
import { webhookKinds } from './webhook-problems.js';

/** Every kind of problem that we answer with, in order of status, then slug. The public pages are made from it. */
export const catalogue: readonly ProblemKind[] = Object.freeze(
  [
    unreadKinds,
    requestKinds,
    accessKinds,
    accountKinds,
    planKinds,
    challengeKinds,
    walletKinds,
    webhookKinds,
    serverKinds,
  ]
    .flatMap((family): ProblemKind[] => Object.values(family))
    .sort((a, b) => a.status - b.status || (a.slug < b.slug ? -1 : 1)),
);

const bySlug = new Map(catalogue.map((kind) => [kind.slug, kind]));

/** The kind of this slug, or null. */
export function findProblemKind(slug: string): ProblemKind | null {
  return bySlug.get(slug) ?? null;
}
