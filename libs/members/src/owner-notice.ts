import type { EventType, StoredEvent } from '@turnpike/events';
import { unlinked } from './unlinked.js';

/** What owners are told of by letter; each has a bound of its own, so that none drowns another. */
export type NoticeMatter = 'plan' | 'keys' | 'wallets';

/** What a letter to the owners of a merchant says. */
export interface OwnerNotice {
  readonly matter: NoticeMatter;
  readonly subject: string;
  readonly lines: readonly string[];
}

type Data = StoredEvent['data'];

const NO_PLAN = 'minting and verifying are answered 403 until the merchant has a plan again.';

/**
 * What of an event the owners are told by letter; null for what is nothing to write about. A plan is one for both modes, and of
 * keys and wallets only those matter by which money comes in: live keys, and the primary wallet.
 */
export function ownerNotice(
  { type, mode, data }: Pick<StoredEvent, 'type' | 'mode' | 'data'>,
  planName: (id: string) => string,
): OwnerNotice | null {
  if (mode !== 'live') return null;
  switch (type) {
    case 'plan.trial_ending' satisfies EventType:
      return planEnding(data, planName);
    case 'plan.changed' satisfies EventType:
      return data['cause'] === 'end' ? planEnded(data, planName) : null;
    case 'api_key.expiring' satisfies EventType:
      return keyEnding(data);
    case 'wallet.unavailable' satisfies EventType:
    case 'wallet.rejected' satisfies EventType:
    case 'wallet.recovered' satisfies EventType:
      return data['role'] === 'primary' ? walletNotice(type, data) : null;
    default:
      return null;
  }
}

function planEnding(data: Data, planName: (id: string) => string): OwnerNotice {
  const what = data['ending'] === 'trial' ? 'trial' : 'paid period';
  const plan = planName(textOf(data, 'planTier'));
  const end = textOf(data, 'endsAt');
  const next = data['nextPlanTier'];
  const after = typeof next === 'string' ? `the plan ${planName(next)} holds, with its caps.` : NO_PLAN;
  return {
    matter: 'plan',
    subject: `The ${what} of your Turnpike plan ends on ${dayOf(end)}`,
    lines: [`The ${what} of the plan ${plan} ends at ${momentOf(end)}. From then on ${after}`],
  };
}

function planEnded(data: Data, planName: (id: string) => string): OwnerNotice {
  const [before, now] = [textOf(data, 'previousPlanTier'), textOf(data, 'planTier')];
  const after = before === now ? NO_PLAN : `the plan ${planName(now)} holds, with its caps.`;
  return {
    matter: 'plan',
    subject: 'Your Turnpike plan has ended',
    lines: [`The plan ${planName(before)} has ended. From now on ${after}`],
  };
}

function keyEnding(data: Data): OwnerNotice {
  const end = textOf(data, 'expiresAt');
  const name = named(data, textOf(data, 'prefix'));
  return {
    matter: 'keys',
    subject: `A live API key of yours ends on ${dayOf(end)}`,
    lines: [
      `The live API key ${name} ends by itself at ${momentOf(end)}. Calls with it are refused from then on.`,
      'If it is still in use, replace it before.',
    ],
  };
}

const WALLET_WORDS: Readonly<Record<string, readonly [subject: string, what: string, then: string]>> = {
  'wallet.unavailable': [
    'Your wallet does not answer',
    'has not answered since',
    'It makes no invoices while it is away: where there is no fallback, nobody can buy. What was paid for before still works.',
  ],
  'wallet.rejected': [
    'Your wallet refuses our calls',
    'has refused our credentials since',
    'It makes no invoices for us until it is connected anew: where there is no fallback, nobody can buy. What was paid for before still works.',
  ],
  'wallet.recovered': ['Your wallet answers again', 'answers again, since', 'There is nothing to do.'],
};

function walletNotice(type: string, data: Data): OwnerNotice | null {
  const words = WALLET_WORDS[type];
  if (words === undefined) return null;
  const [subject, what, then] = words;
  const name = named(data, textOf(data, 'kind'));
  const since = momentOf(textOf(data, 'since'));
  return { matter: 'wallets', subject, lines: [`The primary wallet ${name} ${what} ${since}.`, then] };
}

/** By its label, if it has one. */
function named({ label }: Data, otherwise: string): string {
  return typeof label === 'string' ? `"${unlinked(label)}" (${otherwise})` : otherwise;
}

/** What an event does not say is no reason to tell nothing of it. */
function textOf(data: Data, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? value : '?';
}

/** Of `2026-12-20T10:00:00.000Z`, the day. */
function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

function momentOf(moment: string): string {
  return `${dayOf(moment)} ${moment.slice(11, 16)} UTC`;
}
