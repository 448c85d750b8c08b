/** One thing that the instance itself sells. */
export interface PricedEndpoint {
  readonly pathPattern: string;
  readonly priceSats: number | 'varies';
  readonly description: string;
}

/** The paid route to try a client on. */
export const PING = {
  pathPattern: '/l402/test/ping',
  priceSats: 1,
  description: 'Answers pong.',
} as const satisfies PricedEndpoint;

/** The paid route that makes a merchant; its price is configured. */
export const SIGN_UP = {
  pathPattern: '/api/signup/l402',
  description: 'Makes a merchant, with its first keys.',
} as const satisfies Omit<PricedEndpoint, 'priceSats'>;
