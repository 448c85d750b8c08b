/** What this package reads of an answer of `fetch`. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** What this package asks of a `fetch`: every runtime's own will do. */
export type FetchFunction = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    redirect: 'manual';
    signal: AbortSignal;
  },
) => Promise<FetchAnswer>;

/** How to reach the broker, and as whom. */
export interface L402ServerOptions {
  /** `tp_test_…` or `tp_live_…`; decides merchant and mode. */
  readonly apiKey: string;
  /** Address of the broker, such as `https://pay.example.com`. */
  readonly baseUrl: string;
  /** How long a call may take in milliseconds, its repetitions included; 10,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** Instead of the runtime's own `fetch`. */
  readonly fetch?: FetchFunction | undefined;
}

/** What one call may set for itself. */
export interface CallOptions {
  /** Instead of the client's. */
  readonly timeoutMs?: number | undefined;
  /** Ends the call, with an `L402NetworkError` whose `cause` is the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
