import { HotPool } from '@turnpike/database';
import { paymentChallengeOf, readChargeRequest, readPaymentCredential } from '@turnpike/http402';
import {
  hashPreimage,
  MppKeys,
  type OpenedCredential,
  parsePaymentHash,
  parseProof,
  type PaymentHash,
  proves,
  type Refusal,
  refuse,
  type Tenant,
} from '@turnpike/l402';
import { type Principal } from '@turnpike/merchants';
import { ServiceUnavailable } from '@turnpike/problems';
import { Injectable } from '@nestjs/common';

import { MppTermsRepository } from './mpp-terms.repository.js';

/** A credential of the `Payment` scheme that is genuine: what was bought, and the id of its challenge, if it says one. */
export interface OpenedPayment {
  readonly valid: true;
  readonly opened: OpenedCredential;
  readonly challengeId: string | null;
}

const RETRY_SECONDS = 1;

/**
 * Opens credentials of the `Payment` scheme: what was bought stands in the challenge's row, as no macaroon says it. What is
 * malformed or forged costs no statement, everything else one read.
 */
@Injectable()
export class MppCredentials {
  private readonly terms: MppTermsRepository;

  constructor(
    pool: HotPool,
    private readonly keys: MppKeys,
  ) {
    this.terms = new MppTermsRepository(pool);
  }

  /** Of draft-00: the challenge comes back, and its id shows that it is ours and unchanged. Only what the id binds is read. */
  open(tenant: Tenant, text: string): Promise<OpenedPayment | Refusal> | Refusal {
    const sent = readPaymentCredential(text);
    if (sent === null) return refuse('malformed_credential');
    const proof = parseProof(sent.preimage);
    if (proof === null) return refuse('invalid_preimage');
    const challenge = paymentChallengeOf((name) => sent.challenge[name]);
    if (challenge === null) return refuse('invalid_challenge');
    const paymentHash = parsePaymentHash(readChargeRequest(challenge.request)?.methodDetails.paymentHash);
    if (paymentHash === null) return refuse('invalid_challenge');
    if (!proves(proof, Buffer.from(paymentHash, 'hex'))) return refuse('invalid_preimage');
    if (!this.keys.recognises(tenant, challenge.id, challenge)) return refuse('invalid_challenge');
    return this.find(tenant, paymentHash, challenge.id);
  }

  /** Of the older dialect: a preimage alone, which finds its own challenge and no other. */
  openPreimage(principal: Principal, text: string): Promise<OpenedPayment | Refusal> | Refusal {
    const { mppEnabled, mppPreimageOnly } = principal.settings;
    if (!mppEnabled || mppPreimageOnly === 'off') return refuse('preimage_only_refused');
    const proof = parseProof(text);
    if (proof === null) return refuse('invalid_preimage');
    return this.find(principal, hashPreimage(proof.preimage), null);
  }

  private async find(
    tenant: Tenant,
    paymentHash: PaymentHash,
    challengeId: string | null,
  ): Promise<OpenedPayment | Refusal> {
    const opened = await this.terms.find(tenant, paymentHash).catch((cause: unknown) => {
      throw new ServiceUnavailable(RETRY_SECONDS, cause);
    });
    return opened === null ? refuse('unknown_challenge') : { valid: true, opened, challengeId };
  }
}
