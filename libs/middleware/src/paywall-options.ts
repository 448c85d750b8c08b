import type { L402Server } from '@turnpike/server-sdk';

import type { PayPageOptions } from './pay-page/pay-page.js';
import type { Asked } from './request-facts.js';

/** What the paywall asks of the broker; `L402Server` is one. */
export type Broker = Pick<L402Server, 'createChallenge' | 'verifyToken' | 'commitUse' | 'releaseUse'>;

/** A value, or a function that gives it for a request. */
export type ValueOrFunction<Value, Request> =
  Value | ((request: Request, asked: Asked) => Value | Promise<Value>);

/** What a price function answers for what costs nothing. There is no price of 0. */
export interface FreeOfCharge {
  readonly free: true;
}

/** Requests without a credential that each payer has for nothing, counted in the memory of this process. */
export interface FreeRequests<Request> {
  readonly count: number;
  /** After so many seconds everybody has them anew. */
  readonly perSeconds: number;
  /** Who asks. `null`: nobody who has free requests. Do not take it from headers that a payer can write. */
  readonly key: (request: Request, asked: Asked) => string | null | Promise<string | null>;
}

/** What browsers of other origins may do. */
export interface CorsOptions {
  /** `*` by default. */
  readonly origin?: string | undefined;
  /** Headers of your own, besides those that carry credentials and `Content-Type`. */
  readonly allowHeaders?: readonly string[] | undefined;
}

/** What is sold, for how much, and how. */
export interface PaywallOptions<Request> {
  /** A client of the broker; or `apiKey` and `baseUrl`, to make one. */
  readonly client?: Broker | undefined;
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** Whole satoshis, 1 or more. */
  readonly priceSats:
    number | ((request: Request, asked: Asked) => number | FreeOfCharge | Promise<number | FreeOfCharge>);
  /** A lower price at which tokens that were sold are still good: for a while after a price went up. */
  readonly acceptFromSats?: ValueOrFunction<number, Request> | undefined;
  /** Set before the resource, so that two services of one merchant share no token: letters, digits and `.` `_` `~` `-`. */
  readonly service?: string | undefined;
  /** What is sold; the canonical path by default. */
  readonly resource?: ValueOrFunction<string, Request> | undefined;
  /** Parameters of the query that belong to what is sold. */
  readonly query?: readonly string[] | undefined;
  /** Text of the invoice. */
  readonly description?: ValueOrFunction<string | undefined, Request> | undefined;
  /** Your opaque id of the payer, who then gets the invoice that is still open instead of another. */
  readonly payer?:
    ((request: Request, asked: Asked) => string | undefined | Promise<string | undefined>) | undefined;
  /** How many requests a purchase is good for; any number by default. */
  readonly maxUses?: number | undefined;
  readonly tokenValiditySeconds?: number | undefined;
  /** Counts a use only if the handler answered below 500, and before the payer hung up. */
  readonly reserve?: boolean | undefined;
  readonly freeRequests?: FreeRequests<Request> | undefined;
  /** `false` leaves CORS to the application; preflights are then requests as any other. */
  readonly cors?: CorsOptions | false | undefined;
  /** `false` answers browsers as programs. */
  readonly payPage?: PayPageOptions | false | undefined;
  /** Hears of every failure of the broker and of the functions here; payers are told nothing of it. */
  readonly onError?: ((error: unknown) => void) | undefined;
}
