import { ApiProblem } from '../../api/api-problem.js';
import type { WalletKindInfo } from './kinds/wallet-kind-info.js';

/** Why a wallet was not connected, and what to do now. */
export interface ProbeVerdict {
  readonly title: string;
  readonly means: string;
  readonly advice: string;
  /** The rights that go too far; empty where that is not what was wrong. */
  readonly excess: readonly string[];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** What trying a wallet out has shown, where that was not good; null for anything that is about a field or ourselves. */
export function probeVerdict(error: unknown, kind: WalletKindInfo): ProbeVerdict | null {
  if (!(error instanceof ApiProblem)) return null;
  const nothing: readonly string[] = [];
  switch (error.slug) {
    case 'wallet_credentials_invalid':
      return {
        title: `${kind.name} was reached, but refuses these credentials`,
        means: error.message,
        advice: kind.ifRefused,
        excess: nothing,
      };
    case 'wallet_can_spend':
      return {
        title: 'These credentials can do more than they should',
        means: 'Nothing was stored. We only need to make invoices and to look them up.',
        advice: 'Make credentials as the guide says. If your wallet cannot, you can accept the risk below.',
        excess: textsOf(error.members['permissions']),
      };
    case 'wallet_network_mismatch':
      return {
        title: 'The wallet is on another network',
        means: error.message,
        advice: 'Live keys sell on mainnet unless the operator of this instance allows another network.',
        excess: nothing,
      };
    case 'wallet_invalid_invoice':
      return {
        title: 'The wallet made an invoice that does not fit',
        means:
          'We asked for one over a satoshi, and compared amount, hash, network and expiry with what came.',
        advice:
          'Check the clock of the wallet’s machine, then try again. If it stays, this wallet cannot be used.',
        excess: nothing,
      };
    case 'wallet_unavailable':
      return {
        title: 'The wallet does not answer',
        means: `${kind.name} could not be reached, or did not answer within 15 seconds. Nothing was stored.`,
        advice:
          'Check what you typed, that the wallet runs, and that this instance can reach its server, then try again.',
        excess: nothing,
      };
    case 'wallet_rate_limited':
      return {
        title: 'The wallet takes no more requests now',
        means: 'Its limit, or the one that we keep so that it does not lock you out, is reached.',
        advice: `Try again in ${String(error.retryAfterSeconds ?? 60)} s.`,
        excess: nothing,
      };
    default:
      return null;
  }
}
