import type { Clock } from '@turnpike/config';
import { finalizeEvent } from 'nostr-tools/pure';
import { AnswerMembers } from '../answer-members.js';
import type { BudgetLane, CallBudget } from '../call-budget.js';
import { CallSlots } from '../call-slots.js';
import { walletBounds } from '../wallet-bounds.js';
import { ProtocolViolation } from '../wallet-errors.js';
import { orAborted } from './abortable.js';
import type { NwcConnection } from './connection-string.js';
import type { NostrEvent, NostrFilter } from './nostr-event.js';
import { nwcBounds } from './nwc-bounds.js';
import { NwcCipher, type NwcEncryption } from './nwc-cipher.js';
import { meaningOfCode } from './nwc-errors.js';
import { exchange } from './nwc-exchange.js';
import { fetchInfo, type WalletInfo } from './nwc-info.js';
import type { RelayPool } from './relay-pool.js';
import { inOrderOfKnowledge } from './relay-verdict.js';

/** The methods of NIP-47 that we call. */
export type NwcMethod = 'make_invoice' | 'lookup_invoice' | 'list_transactions' | 'get_info';

/** A request, signed: the same one may be sent again. */
export interface NwcRequest {
  readonly method: NwcMethod;
  readonly event: NostrEvent;
}

/** What the wallet answers: a result, or the code of an error. */
export type NwcAnswer = { readonly result: AnswerMembers } | { readonly code: string };

/** What a client is made of. */
export interface NwcClientOptions {
  readonly connection: NwcConnection;
  readonly pool: RelayPool;
  readonly clock: Clock;
  readonly budget: CallBudget;
}

const REQUEST_KIND = 23_194;
const NOTIFICATION_KINDS = { nip44_v2: 23_197, nip04: 23_196 } as const;

/** Speaks NIP-47 with one wallet: requests within its budget and in bounded number, over all relays at once. */
export class NwcClient {
  private readonly cipher: NwcCipher;
  private readonly slots = new CallSlots(walletBounds.callsInFlightMax, walletBounds.callsWaitingMax);
  private info: { readonly promise: Promise<WalletInfo>; keptUntil: number } | null = null;
  private known: WalletInfo | null = null;
  private refusesNip44 = false;

  constructor(private readonly options: NwcClientOptions) {
    this.cipher = new NwcCipher(options.connection);
  }

  /** What the wallet says about itself, some minutes old at most. Throws a `WalletError`. */
  async walletInfo(signal: AbortSignal): Promise<WalletInfo> {
    if (this.info === null || this.info.keptUntil <= performance.now()) this.info = this.fetchAnew();
    return orAborted(this.info.promise, signal);
  }

  /** What the wallet said about itself when it was asked last; null before that. */
  get lastInfo(): WalletInfo | null {
    return this.known;
  }

  /** Lets the next question after the wallet's info be asked anew. */
  forgetInfo(): void {
    this.info = null;
  }

  /** Signs a request that may be answered for half a minute. */
  async prepare(method: NwcMethod, params: object, signal: AbortSignal): Promise<NwcRequest> {
    const encryption = await this.encryption(signal);
    const { walletPubkey, clientSecret } = this.options.connection;
    const now = Math.floor(this.options.clock.now().getTime() / 1000);
    const event = finalizeEvent(
      {
        kind: REQUEST_KIND,
        created_at: now,
        tags: [
          ['p', walletPubkey],
          // Wallets that know no such tag decrypt as in the beginning, which is what they get then.
          ['encryption', encryption],
          ['expiration', String(now + nwcBounds.requestSeconds)],
        ],
        content: this.cipher.encrypt(JSON.stringify({ method, params }), encryption),
      },
      clientSecret,
    );
    return { method, event };
  }

  /** Sends a request and reads the answer. Throws a `WalletError`. */
  async ask({ method, event }: NwcRequest, lane: BudgetLane, signal: AbortSignal): Promise<NwcAnswer> {
    await this.options.budget.take(lane);
    const response = await this.slots.run(signal, () => this.firstAnswer(event, signal));
    const answer = this.read(response, method);
    if ('code' in answer) this.heed(answer.code);
    return answer;
  }

  /** Signs and sends a request and gives its result; an error of the wallet is thrown as what it means. */
  async call(
    method: NwcMethod,
    params: object,
    lane: BudgetLane,
    signal: AbortSignal,
  ): Promise<AnswerMembers> {
    return resultOf(await this.ask(await this.prepare(method, params, signal), lane, signal));
  }

  /** What notifications to this connection look like, in the encryption that the wallet has. */
  async notificationFilter(signal: AbortSignal): Promise<NostrFilter> {
    const { walletPubkey, clientPubkey } = this.options.connection;
    const kinds = [NOTIFICATION_KINDS[await this.encryption(signal)]];
    return { kinds, authors: [walletPubkey], '#p': [clientPubkey] };
  }

  /** What an event of the wallet holds; null if that is no JSON object that we can decrypt. */
  open(event: NostrEvent): Readonly<Record<string, unknown>> | null {
    return this.cipher.open(event.content);
  }

  private async encryption(signal: AbortSignal): Promise<NwcEncryption> {
    return this.refusesNip44 ? 'nip04' : (await this.walletInfo(signal)).encryption;
  }

  private fetchAnew(): NonNullable<NwcClient['info']> {
    const { connection, pool } = this.options;
    const promise = fetchInfo(connection, pool, AbortSignal.timeout(nwcBounds.infoMillis));
    const own = { promise, keptUntil: Infinity };
    promise.then(
      (info) => {
        this.known = info;
        const { infoKeptMillis, infoMissingKeptMillis } = nwcBounds;
        const millis = info.methods === null ? infoMissingKeptMillis : infoKeptMillis;
        own.keptUntil = performance.now() + millis;
      },
      () => {
        own.keptUntil = -Infinity;
      },
    );
    return own;
  }

  private async firstAnswer(event: NostrEvent, signal: AbortSignal): Promise<NostrEvent> {
    const { connection, pool } = this.options;
    const others = new AbortController();
    const either = AbortSignal.any([signal, others.signal]);
    const over = connection.relays.map(async (url) =>
      exchange(pool.at(url), event, connection.walletPubkey, either),
    );
    try {
      return await Promise.any(over);
    } catch (error) {
      throw inOrderOfKnowledge(error instanceof AggregateError ? (error.errors as unknown[]) : [error]);
    } finally {
      others.abort();
    }
  }

  private read(response: NostrEvent, method: NwcMethod): NwcAnswer {
    const content = this.cipher.open(response.content);
    if (content === null) throw new ProtocolViolation('the answer cannot be read');
    const { result_type, error, result } = content;
    if (typeof error === 'object' && error !== null) {
      const { code } = error as { code?: unknown };
      return { code: typeof code === 'string' ? code : 'OTHER' };
    }
    if (error != null) throw new ProtocolViolation('the error is no object');
    if (result_type !== method) throw new ProtocolViolation('the answer is to something else');
    return result == null ? { code: 'INTERNAL' } : { result: AnswerMembers.of(result, method) };
  }

  private heed(code: string): void {
    if (code === 'RATE_LIMITED') this.options.budget.overrun(walletBounds.rateLimitedSeconds);
    if (code !== 'UNSUPPORTED_ENCRYPTION') return;
    // Without an info event nobody says what the wallet can, so the newer way was a guess.
    if (this.known?.methods === null) this.refusesNip44 = !this.refusesNip44;
    this.forgetInfo();
  }
}

/** The result of an answer; an error of the wallet is thrown as what it means. */
export function resultOf(answer: NwcAnswer): AnswerMembers {
  if ('code' in answer) throw meaningOfCode(answer.code);
  return answer.result;
}
