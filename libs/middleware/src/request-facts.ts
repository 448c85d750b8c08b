/** What a skin tells the paywall of a request. */
export interface RequestFacts<Request> {
  readonly method: string;
  /** The request target as it stood in the request line, or a whole address where the runtime shows no other. */
  readonly target: string;
  /** Every header line. */
  readonly headers: Iterable<readonly [string, string]>;
  /** The value of a header by its name in lower case. */
  header(name: string): string | undefined;
  /** The framework's own request, for the functions of the seller. */
  readonly request: Request;
}

/** What is asked for, in the one spelling by which it is priced, sold and verified. `query` is as it came, without `?`. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: string | null;
}
