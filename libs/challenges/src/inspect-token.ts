import { Clock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import {
  type ContextMember,
  judgeCredential,
  modeNumber,
  openCredential,
  type OpenedCredential,
  openUnpaid,
  type PresentedText,
  readAnyMacaroon,
  readPresented,
  type Reason,
  REASON_EXPLANATION,
  REASON_TEXT,
  type Refusal,
  RootKeys,
} from '@turnpike/l402';
import { type Principal } from '@turnpike/merchants';
import { Injectable } from '@nestjs/common';

import { challengeKeyOf } from './challenge-key.js';
import { type Claim } from './claim.js';
import { anatomyOf, type Inspection, type InspectedVerdict } from './inspection.js';
import { MppCredentials } from './mpp-credentials.js';
import { RefusalRepository } from './refusal.repository.js';

/** A text, and the request that it might be for. */
export interface InspectRequest {
  readonly text: string;
  readonly resource: string | null;
  readonly amountSats: number | null;
  readonly method: string | null;
}

const NO_PREIMAGE =
  'All that can be checked of the token holds, but there is no preimage beside it: nothing shows that its invoice was paid.';
const VALID = 'Verify would let this request in. Nothing was counted here.';
const ADMITTED: InspectedVerdict = { valid: true, reason: null, error: null, explanation: VALID };

/**
 * Says what a token is and whether verify would let it in, for people to look at: it counts no use, calls no wallet, and
 * gives back no preimage. Whatever the text is, there is an answer.
 */
@Injectable()
export class InspectToken {
  private readonly records: RefusalRepository;

  constructor(
    pool: HotPool,
    private readonly keys: RootKeys,
    private readonly payments: MppCredentials,
    private readonly clock: Clock,
  ) {
    this.records = new RefusalRepository(pool);
  }

  /** Judges by the settings of the caller. */
  async run(principal: Principal, request: InspectRequest): Promise<Inspection> {
    const presented = readPresented(request.text);
    const [first = ''] = presented.macaroon?.split(',') ?? [];
    const macaroon =
      presented.macaroon === null ? null : (readAnyMacaroon(presented.macaroon) ?? readAnyMacaroon(first));
    // Hexadecimal, as some clients send it, is base64 to verify.
    const text =
      macaroon?.bytes && !presented.macaroon?.includes(',')
        ? macaroon.bytes.toString('base64')
        : presented.macaroon;
    if (macaroon === null && presented.scheme === 'Payment') {
      const { ours, verdict } = await this.payment(principal, request, presented);
      return { ...anatomyOf(presented, null), verdict, ours };
    }
    const unpaid = openUnpaid(text ?? '', principal, this.keys);
    return {
      ...anatomyOf(presented, macaroon),
      verdict: await this.judge(principal, request, { ...presented, macaroon: text }, unpaid),
      ours: unpaid.valid || unpaid.reason === 'caveat_not_allowed',
    };
  }

  private async judge(
    principal: Principal,
    request: InspectRequest,
    presented: PresentedText,
    unpaid: OpenedCredential | Refusal,
  ): Promise<InspectedVerdict> {
    const { macaroon, preimage } = presented;
    if (macaroon === null) return refused('malformed_macaroon');
    const opened = preimage === null ? unpaid : openCredential({ macaroon, preimage }, principal, this.keys);
    if (!opened.valid) return refused(opened.reason);
    const { strictVerify } = principal.settings;
    const refusal = await this.refusalOf(principal, request, opened, strictVerify);
    if (refusal !== null) return refusal;
    if (preimage === null) return { ...refused('invalid_preimage'), explanation: NO_PREIMAGE };
    return ADMITTED;
  }

  private async payment(
    principal: Principal,
    request: InspectRequest,
    { payment, preimage }: PresentedText,
  ): Promise<Pick<Inspection, 'ours' | 'verdict'>> {
    if (payment === null && preimage === null)
      return { ours: false, verdict: refused('malformed_credential') };
    const by = payment === null ? 'preimage' : 'payment';
    const opening =
      payment === null
        ? this.payments.openPreimage(principal, preimage ?? '')
        : this.payments.open(principal, payment);
    const found = await opening;
    if (!found.valid) return { ours: false, verdict: refused(found.reason) };
    const { strictVerify, mppPreimageOnly } = principal.settings;
    const strict = strictVerify || (by === 'preimage' && mppPreimageOnly === 'bound');
    const refusal = await this.refusalOf(principal, request, found.opened, strict, by);
    return { ours: true, verdict: refusal ?? ADMITTED };
  }

  /** Why verify would not let it in, as it stands on record, if it would not. */
  private async refusalOf(
    principal: Principal,
    { resource, amountSats, method }: InspectRequest,
    opened: OpenedCredential,
    strict: boolean,
    by?: Claim['by'],
  ): Promise<InspectedVerdict | null> {
    const nowSeconds = Math.floor(this.clock.now().getTime() / 1000);
    const refusal = judgeCredential(opened, { nowSeconds, strict, resource, amountSats, method });
    if (refusal !== null) return refused(refusal.reason, refusal.missing);
    const recorded = await this.recorded(principal, opened, by);
    return recorded === null ? null : refused(recorded);
  }

  /** Why the record grants no use, if it does not. */
  private async recorded(
    principal: Principal,
    opened: OpenedCredential,
    by: Claim['by'],
  ): Promise<Reason | null> {
    const asked = {
      key: challengeKeyOf(opened.tokenId),
      merchantId: principal.merchantId,
      mode: modeNumber(principal.mode),
      requireSettled: principal.settings.settlementPolicy === 'settled',
      by,
    };
    return this.records.standing(asked, this.clock.now());
  }
}

/** What is missing in the words of whoever looks into a token; a body is compared by verify alone. */
const MEMBER_WORDS: Readonly<Record<ContextMember, string>> = {
  resource: 'resource',
  amountSats: 'amount in sats',
  method: 'method',
  bodySha256: 'body (which verify alone can compare)',
};

function refused(reason: Reason, missing: readonly ContextMember[] = []): InspectedVerdict {
  const members =
    missing.length === 0 ? '' : ` Fill in: ${missing.map((name) => MEMBER_WORDS[name]).join(', ')}.`;
  return {
    valid: false,
    reason,
    error: REASON_TEXT[reason],
    explanation: `${REASON_EXPLANATION[reason]}${members}`,
  };
}
