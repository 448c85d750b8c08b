import { answerForReason, canonicalPath, parseCredential, PATH_REFUSAL_TEXT } from '@turnpike/http402';
import type { Credential } from '@turnpike/http402';

import { Admission } from './admission.js';
import {
  grpcRefused,
  internalFault,
  methodNotAllowed,
  pathRefused,
  verificationUnavailable,
  type HeaderList,
  type PaywallAnswer,
} from './answers.js';
import { RefusedQuery } from './bound-query.js';
import { corsHeaders, preflightAnswer } from './cors.js';
import { judge, type Judgement } from './credential-check.js';
import { freshChallenge } from './fresh-challenge.js';
import type { L402Result } from './l402-result.js';
import type { PaywallOptions } from './paywall-options.js';
import { checkedOptions, type PaywallSettings } from './paywall-settings.js';
import type { Asked, RequestFacts } from './request-facts.js';
import { isTooLong } from './resource.js';
import { termsFor, type Terms } from './terms.js';

/** What becomes of a request: it passes, or it is answered. */
export type Decision =
  | { readonly admission: Admission; readonly answer?: undefined }
  | { readonly answer: PaywallAnswer; readonly admission?: undefined };

const METHOD = /^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/;
const NEVER_SERVED: ReadonlySet<string> = new Set(['TRACE', 'CONNECT']);

/**
 * What stands before a paid handler, whatever the framework: request facts in, pass or answer out. Nothing unpaid passes,
 * whatever fails, and whoever may have paid is never asked to pay again.
 */
export class Paywall<Request> {
  readonly #settings: PaywallSettings<Request>;
  readonly #always: HeaderList;

  /** Throws a `TypeError` for options that cannot be meant. */
  constructor(options: PaywallOptions<Request>) {
    this.#settings = checkedOptions(options);
    this.#always = corsHeaders(options.cors);
  }

  /** Never rejects: a failure is an answer, too. */
  async decide(facts: RequestFacts<Request>): Promise<Decision> {
    try {
      const decision = await this.#decided(facts);
      if (decision instanceof Admission) return { admission: decision };
      return { answer: this.#complete(decision) };
    } catch (error) {
      if (error instanceof RefusedQuery) return { answer: this.#complete(pathRefused(error.message)) };
      this.#settings.report(error);
      return { answer: this.#complete(internalFault()) };
    }
  }

  async #decided(facts: RequestFacts<Request>): Promise<Admission | PaywallAnswer> {
    const preflight = preflightAnswer(facts, this.#settings.cors);
    if (preflight) return preflight;
    const method = facts.method.toUpperCase();
    if (!METHOD.test(method) || NEVER_SERVED.has(method)) return methodNotAllowed();
    if (facts.header('content-type')?.trim().toLowerCase().startsWith('application/grpc'))
      return grpcRefused();

    const path = canonicalPath(facts.target);
    if (!path.ok) return pathRefused(PATH_REFUSAL_TEXT[path.why]);
    const asked: Asked = { method, path: path.path, query: path.query };
    const terms = await termsFor(this.#settings, facts.request, asked);
    if (terms === null) return this.#pass({ paid: false, why: 'free' });
    if (isTooLong(terms.resource)) return pathRefused('The path with its query is too long to be sold');
    return this.#sold(facts, asked, terms);
  }

  async #sold(facts: RequestFacts<Request>, asked: Asked, terms: Terms): Promise<Admission | PaywallAnswer> {
    const credential = parseCredential(facts.headers);
    if (credential !== null) {
      const judgement = await judge(this.#settings, credential, terms, asked.method);
      return this.#answered(judgement, credential, facts, asked, terms);
    }
    if (await this.#settings.quota?.take(facts.request, asked))
      return this.#pass({ paid: false, why: 'quota' });
    return freshChallenge(this.#settings, facts, asked, terms, this.#always, null);
  }

  async #answered(
    judgement: Judgement,
    { scheme }: Credential,
    facts: RequestFacts<Request>,
    asked: Asked,
    terms: Terms,
  ): Promise<Admission | PaywallAnswer> {
    if (judgement.is === 'unknown') return verificationUnavailable(judgement.retryAfterSeconds);
    const { verdict } = judgement;
    if (judgement.is === 'admitted') {
      const { requestId } = judgement;
      return this.#pass({ ...verdict, paid: true, ...(requestId === undefined ? {} : { requestId }) });
    }
    // A broker of an older contract gives a sentence and no reason.
    const reason = verdict.reason ?? 'refused';
    const answer = answerForReason(reason, { scheme, missing: verdict.missing ?? null, minted: ['method'] });
    if (answer.status === 503) return verificationUnavailable(undefined, reason);
    if (answer.status === 500) {
      this.#settings.report(new Error(`l402: the broker refused the question: ${reason}`));
      return internalFault();
    }
    const refusal = { reason, sentence: verdict.error ?? 'The credential was refused', scheme };
    return freshChallenge(this.#settings, facts, asked, terms, this.#always, refusal);
  }

  #pass(result: L402Result): Admission {
    const useId = result.paid && this.#settings.reserve === true ? result.useId : undefined;
    const decide =
      useId === undefined ? null : (served: boolean) => this.#settings.uses.decide(useId, served);
    const paymentHash = (result.paid && result.paymentHash) || '';
    return new Admission(result, this.#always, decide, () => this.#settings.hangUps.isForgiven(paymentHash));
  }

  /** Every answer of ours carries what browsers of other origins need; a 402 has it already, within its budget. */
  #complete(answer: PaywallAnswer): PaywallAnswer {
    return answer.status === 402 ? answer : { ...answer, headers: [...answer.headers, ...this.#always] };
  }
}
