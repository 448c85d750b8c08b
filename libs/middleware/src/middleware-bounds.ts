/** Bounds of the paywall that no option changes. */
export const MIDDLEWARE_BOUNDS = {
  /** What the broker takes. */
  resourceBytesMax: 2_048,
  /** Where the invoice's text is cut, so that the head of a 402 stays small. */
  descriptionBytesMax: 200,
  payerCharsMax: 128,
  /** Parameters of one query, below what parsers of queries read before they stop. */
  queryPairsMax: 200,
  /** Payers whose free requests are counted at a time; whoever comes beyond pays. */
  freeKeysMax: 10_000,
  freeKeyCharsMax: 256,
  /** Requests that the broker may have counted while its answer was lost, which are remembered at a time. */
  lostRequestsMax: 1_000,
  /** How often what becomes of a reserved use is tried in all, of how many at a time, and how long an answer waits for one. */
  decisionTriesMax: 4,
  decisionRetryMillis: 500,
  decisionsUnderWayMax: 1_000,
  decisionMillis: 2_000,
  /** How often a credential's payer may hang up on an answer and have the use back, and for how many credentials that is known. */
  hangUps: { forgivenMax: 3, credentialsMax: 10_000 },
  /** What `Retry-After` says where the broker did not. */
  retryAfterSeconds: 2,
} as const;
