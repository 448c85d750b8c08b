import { BrokerCalls } from './broker-calls.js';
import type { Challenge, CreateChallengeArgs } from './challenge.js';
import { checkedSettings } from './checked-settings.js';
import type { ChallengeDetail, ChallengeList, ListChallengesArgs, Page } from './listed-challenge.js';
import type { CallOptions, L402ServerOptions } from './options.js';
import { readAs, readChallenge, readVerdict } from './read-answers.js';
import type { DecidedUse, UseList } from './uses.js';
import type { VerificationResult, VerifyTokenArgs } from './verdict.js';

const CHALLENGES = '/api/l402/challenges';

/**
 * A merchant's server speaking to its broker: it mints challenges and verifies what payers send. Every call throws an
 * `L402ServerError` when the broker refuses or does not answer in time, and a `TypeError` for arguments that cannot be
 * meant. Calls that may be made twice are repeated, within the time of the call, when the network fails or the broker
 * says when to come again.
 */
export class L402Server {
  readonly #calls: BrokerCalls;

  /** Throws a `TypeError` without a usable key or address. */
  constructor(options: L402ServerOptions) {
    const { baseUrl, apiKey, timeoutMs, send } = checkedSettings(options);
    this.#calls = new BrokerCalls(baseUrl, apiKey, timeoutMs, send);
  }

  /** Mints an invoice and a macaroon. Without an idempotency key it is never repeated: each call is a new challenge. */
  async createChallenge(args: CreateChallengeArgs, options?: CallOptions): Promise<Challenge> {
    const { idempotencyKey, ...body } = args;
    need(isText(args.resource), 'createChallenge: `resource` must be a text that is not blank');
    need(Number.isInteger(args.priceSats), 'createChallenge: `priceSats` must be a whole number of satoshis');
    need(args.priceSats >= 1, 'createChallenge: `priceSats` must be at least 1');
    const named = isText(idempotencyKey);
    const headers = named ? { 'X-Idempotency-Key': idempotencyKey } : {};
    const question = { method: 'POST', path: CHALLENGES, body, headers, repeatable: named } as const;
    return readChallenge(await this.#calls.ask(question, options));
  }

  /**
   * Judges a credential. A refusal is a value, `valid: false`; after an error nothing is known, so do not ask the payer for
   * a second payment. Where a purchase has a number of uses, send `requestId`, so that a repetition counts no second one.
   */
  async verifyToken(args: VerifyTokenArgs, options?: CallOptions): Promise<VerificationResult> {
    const sent = isText(args.preimage) || isText(args.credential);
    need(sent, 'verifyToken: `preimage` or `credential` must be there');
    const path = `${CHALLENGES}/verify`;
    return readVerdict(
      await this.#calls.ask({ method: 'POST', path, body: args, repeatable: true }, options),
    );
  }

  /** The request was served: the reserved use stays counted. Refused with 409 once it was released. */
  async commitUse(useId: string, options?: CallOptions): Promise<DecidedUse> {
    return this.#decide(useId, 'commit', options);
  }

  /** The request could not be served: the payer gets the reserved use back. Refused with 409 once it was committed. */
  async releaseUse(useId: string, options?: CallOptions): Promise<DecidedUse> {
    return this.#decide(useId, 'release', options);
  }

  /** One page of challenges, newest first. */
  async listChallenges(args: ListChallengesArgs = {}, options?: CallOptions): Promise<ChallengeList> {
    const path = CHALLENGES + queryOf({ status: args.status, limit: args.limit, offset: args.offset });
    return readAs<ChallengeList>(await this.#read(path, options), 'challenges', true);
  }

  /** The challenge as it stands. */
  async getChallenge(paymentHash: string, options?: CallOptions): Promise<ChallengeDetail> {
    return readAs<ChallengeDetail>(await this.#read(pathOf(paymentHash), options), 'paymentHash');
  }

  /** From now on the token opens nothing, everywhere at once. Repeating it changes nothing. */
  async revokeChallenge(paymentHash: string, options?: CallOptions): Promise<ChallengeDetail> {
    const path = `${pathOf(paymentHash)}/revoke`;
    const answer = await this.#calls.ask({ method: 'POST', path, repeatable: true }, options);
    return readAs<ChallengeDetail>(answer, 'paymentHash');
  }

  /** One page of the uses of a challenge, newest first. */
  async listUses(paymentHash: string, page: Page = {}, options?: CallOptions): Promise<UseList> {
    const path = `${pathOf(paymentHash)}/uses${queryOf({ limit: page.limit, offset: page.offset })}`;
    return readAs<UseList>(await this.#read(path, options), 'uses', true);
  }

  #read(path: string, options?: CallOptions): ReturnType<BrokerCalls['ask']> {
    return this.#calls.ask({ method: 'GET', path, repeatable: true }, options);
  }

  async #decide(useId: string, verb: 'commit' | 'release', options?: CallOptions): Promise<DecidedUse> {
    need(isText(useId), `${verb}Use: \`useId\` must be there`);
    const path = `/api/l402/uses/${encodeURIComponent(useId)}/${verb}`;
    return readAs<DecidedUse>(
      await this.#calls.ask({ method: 'POST', path, repeatable: true }, options),
      'state',
    );
  }
}

function pathOf(paymentHash: string): string {
  need(isText(paymentHash), 'The payment hash of the challenge must be there');
  return `${CHALLENGES}/${encodeURIComponent(paymentHash)}`;
}

function queryOf(members: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(members).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function need(held: boolean, otherwise: string): asserts held {
  if (!held) throw new TypeError(otherwise);
}
