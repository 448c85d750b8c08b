import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { ChallengeDetail } from '../../api/shapes/challenges.js';
import { Card } from '../../ui/card.js';
import { Copyable } from '../../ui/copyable.js';
import { Facts } from '../../ui/facts.js';
import { grouped } from '../../ui/format.js';
import { Money } from '../../ui/money.js';
import { Time } from '../../ui/time.js';
import { ChallengeBadge, SettlementBadge } from '../challenges/challenge-status.js';

/** What is known of a challenge, in words. */
export function ChallengeFacts({ challenge }: { readonly challenge: ChallengeDetail }) {
  const { uses, maxUses, payer, metadata, idempotencyKey } = challenge;
  const facts: [string, ReactNode][] = [
    ['Status', <ChallengeBadge key="status" challenge={challenge} />],
    ['Wallet says', <SettlementBadge key="settlement" settlement={challenge.settlement} />],
    ['Amount', <Money key="amount" sats={challenge.amountSats} />],
    [
      'Uses',
      maxUses === null ? `${grouped(uses)}, as many as wanted` : `${grouped(uses)} of ${grouped(maxUses)}`,
    ],
    ['Payment hash', <Copyable key="hash" value={challenge.paymentHash} what="payment hash" />],
    ['Created', <Time key="created" at={challenge.createdAt} />],
    ['Paid', <Time key="paid" at={challenge.paidAt} none="not yet" />],
    ['Token good until', <Time key="token" at={challenge.tokenExpiresAt} />],
  ];
  if (challenge.revokedAt !== null) facts.push(['Revoked', <Time key="revoked" at={challenge.revokedAt} />]);
  if (payer !== null)
    facts.push([
      'Payer',
      <Link key="payer" to="/challenges" search={{ payer }}>
        {payer}
      </Link>,
    ]);
  if (idempotencyKey !== null)
    facts.push(['Idempotency key', <Copyable key="key" value={idempotencyKey} what="idempotency key" />]);
  for (const [name, value] of Object.entries(metadata ?? {})) facts.push([name, value]);
  return (
    <Card title="Challenge" description={challenge.description ?? undefined}>
      <Facts of={facts} />
    </Card>
  );
}
