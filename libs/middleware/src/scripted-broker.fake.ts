import type {
  Challenge,
  CreateChallengeArgs,
  VerificationResult,
  VerifyTokenArgs,
} from '@turnpike/server-sdk';

import type { Broker, PaywallOptions } from './paywall-options.js';
import { Paywall, type Decision } from './paywall.js';
import type { RequestFacts } from './request-facts.js';

/** A request as a test writes it. */
export interface AskedRequest {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A header that carries a credential that could be good. */
export const CREDENTIAL = { authorization: `L402 AgEL:${'ab'.repeat(32)}` } as const;

/**
 * A broker that does as a test says. Left alone it mints whatever is asked for and admits every credential for what it
 * is asked about, so whatever passes wrongly passes here.
 */
export class ScriptedBroker implements Broker {
  readonly minted: CreateChallengeArgs[] = [];
  readonly verified: VerifyTokenArgs[] = [];
  readonly decided: string[] = [];
  mint: (args: CreateChallengeArgs) => Challenge | Promise<Challenge> = challengeFor;
  verify: (args: VerifyTokenArgs) => VerificationResult | Promise<VerificationResult> = admitted;
  decide: (useId: string) => void = () => undefined;

  async createChallenge(args: CreateChallengeArgs): Promise<Challenge> {
    this.minted.push(args);
    return this.mint(args);
  }

  async verifyToken(args: VerifyTokenArgs): Promise<VerificationResult> {
    this.verified.push(args);
    return this.verify(args);
  }

  async commitUse(useId: string): ReturnType<Broker['commitUse']> {
    this.decided.push(`commit ${useId}`);
    this.decide(useId);
    return { useId, state: 'committed', usesRemaining: null };
  }

  async releaseUse(useId: string): ReturnType<Broker['releaseUse']> {
    this.decided.push(`release ${useId}`);
    this.decide(useId);
    return { useId, state: 'released', usesRemaining: null };
  }
}

/** The challenge that a broker mints for these terms. */
export function challengeFor({ resource, priceSats }: CreateChallengeArgs): Challenge {
  const expiresAt = '2029-12-31T23:10:00Z';
  const invoice = `lnbcrt${String(priceSats)}0n1${'q'.repeat(300)}`;
  return { invoice, macaroon: 'AgEL', paymentHash: 'ab'.repeat(32), expiresAt, resource, priceSats };
}

/** The verdict of a broker that admits what it is asked about. */
export function admitted({ resource, minAmountSats }: VerifyTokenArgs): VerificationResult {
  return {
    valid: true,
    resource: resource ?? '',
    amountSats: minAmountSats ?? 0,
    merchantId: 1,
    paymentHash: 'ab'.repeat(32),
    useId: 'use_1',
  };
}

/** What the paywall decides on a request. */
export function decisionOn(
  options: PaywallOptions<AskedRequest>,
  request: AskedRequest,
  paywall = new Paywall(options),
): Promise<Decision> {
  return paywall.decide(factsOf(request));
}

/** The facts of a request. */
export function factsOf(request: AskedRequest): RequestFacts<AskedRequest> {
  const { method = 'GET', target = '/r', headers = {} } = request;
  return { method, target, headers: Object.entries(headers), header: (name) => headers[name], request };
}

/** The values of a header of an answer. */
export function headerOf({ answer, admission }: Decision, name: string, status = 200): string[] {
  const headers = answer?.headers ?? admission?.headersFor(status) ?? [];
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}
