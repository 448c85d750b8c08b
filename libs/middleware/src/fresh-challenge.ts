import {
  paymentRequiredBody,
  paymentRequiredHeaders,
  type MintedChallenge,
  type PaymentRefusal,
} from '@turnpike/http402';
import { L402ApiError, type Challenge } from '@turnpike/server-sdk';

import { noChallenge, tooManyChallenges, type HeaderList, type PaywallAnswer } from './answers.js';
import { laterOf } from './credential-check.js';
import { payPage, wantsPage } from './pay-page/pay-page.js';
import type { PaywallSettings } from './paywall-settings.js';
import type { Asked, RequestFacts } from './request-facts.js';
import { mintDetails, type Terms } from './terms.js';

/**
 * The 402 with a fresh challenge, for a payer without a credential (`null`) or with one that was refused; or 429 or 503 if
 * the broker makes none. Throws what the seller's functions throw.
 */
export async function freshChallenge<Request>(
  settings: PaywallSettings<Request>,
  facts: RequestFacts<Request>,
  asked: Asked,
  terms: Terms,
  alsoSent: HeaderList,
  refusal: PaymentRefusal | null,
): Promise<PaywallAnswer> {
  const details = await mintDetails(settings, facts.request, asked);
  const { resource, priceSats } = terms;
  try {
    const method = soldMethod(asked.method);
    const minted = await settings.client.createChallenge({ resource, priceSats, method, ...details });
    if (minted.resource !== resource || minted.priceSats !== priceSats) {
      throw new Error('l402: the broker minted something else than was asked for');
    }
    return answerWith(settings, facts, minted, alsoSent, refusal);
  } catch (error) {
    settings.report(error);
    if (error instanceof L402ApiError && error.statusCode === 429) return tooManyChallenges(laterOf(error));
    return noChallenge(laterOf(error));
  }
}

/** `HEAD` is sold as `GET`, which admits both. */
function soldMethod(method: string): string {
  return method === 'HEAD' ? 'GET' : method;
}

function answerWith<Request>(
  { payPage: page }: PaywallSettings<Request>,
  facts: RequestFacts<Request>,
  minted: Challenge,
  alsoSent: HeaderList,
  refusal: PaymentRefusal | null,
): PaywallAnswer {
  const challenge: MintedChallenge = { ...minted, amountSats: minted.priceSats };
  const offered = { ...challenge, payment: minted.mppChallenge ?? null };
  const body = paymentRequiredBody(challenge, refusal);
  if (page === false || !wantsPage(facts)) {
    const headers = paymentRequiredHeaders(offered, { alsoSent });
    return { status: 402, headers: [...headers, ...alsoSent], body: JSON.stringify(body) };
  }
  const made = payPage(challenge, refusal === null ? null : body.detail, page);
  const also: HeaderList = [...alsoSent, ...made.headers];
  const headers = paymentRequiredHeaders(offered, {
    alsoSent: also,
    contentType: 'text/html; charset=utf-8',
  });
  return { status: 402, headers: [...headers, ...also], body: made.body };
}
