import {
  OutboundFailure,
  OutboundHttp,
  type AddressGuard,
  type OutboundAnswer,
  type OutboundStream,
  type TlsTrust,
} from '@turnpike/outbound';
import type { BudgetLane, CallBudget } from './call-budget.js';
import { CallSlots } from './call-slots.js';
import { walletBounds } from './wallet-bounds.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Unavailable,
  UnknownOutcome,
  type WalletError,
} from './wallet-errors.js';
import type { CallLimits } from './wallet-provider.js';

/** One call to a wallet over HTTP. */
export interface WalletRequest {
  readonly lane: BudgetLane;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, appended to the path of the base URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  /** How long to stay away after a 429 that does not say; a minute if absent. */
  readonly rateLimitedSeconds?: number;
}

/** A wallet's answer. */
export class WalletAnswer {
  constructor(private readonly answer: OutboundAnswer) {}

  get status(): number {
    return this.answer.status;
  }

  get isSuccess(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** The body as text. */
  get text(): string {
    return this.answer.body.toString('utf8');
  }

  /** A header of the answer; the first of several. Names are in lower case. */
  header(name: string): string | null {
    const value = this.answer.headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  }

  /** The body as JSON; throws `ProtocolViolation` if it is none. */
  json(): unknown {
    try {
      return JSON.parse(this.text);
    } catch {
      // The parser's error quotes what it could not read.
      throw new ProtocolViolation('the answer is no JSON');
    }
  }

  /** The body as JSON, or null. */
  jsonOrNull(): unknown {
    try {
      return JSON.parse(this.text);
    } catch {
      return null;
    }
  }

  /** What `Retry-After` says, in whole seconds from 1 to 3600; the default if it says nothing of use. */
  retryAfterSeconds(defaultSeconds: number): number {
    const seconds = Number(this.header('retry-after') ?? '');
    return Number.isFinite(seconds) && seconds >= 1 ? Math.min(Math.ceil(seconds), 3_600) : defaultSeconds;
  }

  /** What this status means for whoever asks, unless the kind knows better; null if it is no failure of these. */
  failure(): WalletError | null {
    if (this.status === 429) return new RateLimited(this.retryAfterSeconds(walletBounds.rateLimitedSeconds));
    if (this.status === 401 || this.status === 403) return new CredentialInvalid();
    if (this.status >= 500) return new Unavailable(this.retryAfterSeconds(walletBounds.unavailableSeconds));
    return null;
  }
}

/** What a client of one wallet is made of. */
export interface WalletHttpOptions {
  readonly base: URL;
  readonly guard: AddressGuard;
  readonly budget: CallBudget;
  readonly trust?: TlsTrust;
  /** Sent with every call: the credential above all. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Calls in flight at a time. */
  readonly inFlightMax?: number;
  /** The longest answer that is read. */
  readonly bytesMax?: number;
}

/**
 * Calls one wallet over HTTP within its budget, in bounded number, size and time. Whatever brings no answer is thrown as
 * the `WalletError` it means; an answer of any status is returned.
 */
export class WalletHttp {
  private readonly http: OutboundHttp;
  private readonly slots: CallSlots;

  constructor(private readonly options: WalletHttpOptions) {
    const { base, guard, trust, inFlightMax = walletBounds.callsInFlightMax } = options;
    const socketsMax = inFlightMax;
    this.http = new OutboundHttp({ base, guard, socketsMax, ...(trust === undefined ? {} : { trust }) });
    this.slots = new CallSlots(inFlightMax, walletBounds.callsWaitingMax);
  }

  /** How many calls are in flight, and how many wait. */
  get load(): CallSlots['load'] {
    return this.slots.load;
  }

  /** Makes one call. */
  async call(request: WalletRequest, { signal }: Pick<CallLimits, 'signal'>): Promise<WalletAnswer> {
    await this.options.budget.take(request.lane);
    const answer = await this.slots.run(signal, async () => {
      const bytesMax = this.options.bytesMax ?? walletBounds.answerBytesMax;
      try {
        return new WalletAnswer(await this.http.send({ ...this.toOutbound(request), signal, bytesMax }));
      } catch (error) {
        throw fromOutbound(error);
      }
    });
    if (answer.status === 429) {
      const { rateLimitedSeconds = walletBounds.rateLimitedSeconds } = request;
      this.options.budget.overrun(answer.retryAfterSeconds(rateLimitedSeconds));
    }
    return answer;
  }

  /**
   * Opens an answer that does not end by itself. It has a socket of its own, and what ends it is a `WalletError`, too. `onSent` is told when the request goes out,
   * since the first byte of the answer may come much later.
   */
  async stream(request: WalletRequest, signal: AbortSignal, onSent?: () => void): Promise<OutboundStream> {
    await this.options.budget.take(request.lane);
    const sent = onSent === undefined ? {} : { onSent };
    try {
      const made = await this.http.stream({
        ...this.toOutbound(request),
        ...sent,
        signal,
        bytesMax: Infinity,
      });
      return { ...made, chunks: chunksOf(made.chunks) };
    } catch (error) {
      throw fromOutbound(error);
    }
  }

  /** Ends every call and closes every socket. */
  close(): Promise<void> {
    return this.http.close();
  }

  private toOutbound({ method, path, headers, json, form }: WalletRequest) {
    const type =
      json !== undefined
        ? { 'content-type': 'application/json' }
        : form !== undefined
          ? { 'content-type': 'application/x-www-form-urlencoded' }
          : {};
    const body = json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form).toString();
    return {
      method,
      path,
      headers: { ...type, ...this.options.headers, ...headers },
      ...(body === undefined ? {} : { body }),
    };
  }
}

async function* chunksOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw fromOutbound(error);
  }
}

/** What a call out that brought no answer means for a wallet. Errors of wallets stay what they are. */
export function fromOutbound(error: unknown): unknown {
  if (!(error instanceof OutboundFailure)) return error;
  return meaningOf(error);
}

function meaningOf(failure: OutboundFailure): WalletError {
  switch (failure.kind) {
    case 'refused':
      return new CredentialInvalid('address');
    case 'certificate':
      return new CredentialInvalid('certificate');
    case 'unreachable':
      return new Unavailable(walletBounds.unavailableSeconds);
    case 'too-large':
      return new ProtocolViolation('the answer is too large');
    case 'lost':
      return new UnknownOutcome('the connection was lost');
  }
}
