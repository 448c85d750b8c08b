import { formatL402Credential } from '@turnpike/http402';
import { hashPreimage, type Network, parsePreimage } from '@turnpike/l402';

import { type PaymentOffer, readPaymentOffer } from './payment-offer.js';
import type { PayInvoice } from './sandbox-wallet.js';
import { Spending, type SpendingLimits } from './spending.js';

/** How a paying `fetch` pays, and how much at most. */
export interface PayingFetchOptions extends SpendingLimits {
  readonly pay: PayInvoice;
  /** The network that invoices must be for; `mainnet` by default. */
  readonly network?: Network;
  /** What requests are sent with; `fetch` by default. */
  readonly send?: (address: string, init: RequestInit) => Promise<Response>;
}

/** Words for a token that was good and has come to its end, so that another may be bought. */
const OVER = ['expired', 'used_up'];

/**
 * A `fetch` that pays what a 402 asks for, within its limits, and asks again once. What it has bought it keeps in memory and
 * sends to the same address, method and query only; while it holds a token it buys no second one there, and requests at one
 * time share one purchase. A refused token is answered as it comes, unless it is said to have expired or been used up. It
 * follows no redirects.
 */
export class PayingFetch {
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly spending: Spending;

  constructor(private readonly options: PayingFetchOptions) {
    this.spending = new Spending(options);
  }

  /** What has been spent so far, in sats. */
  get spentSats(): number {
    return this.spending.spentSats;
  }

  /** Sends a request as `fetch` does. Rejects with `PaymentRefused` rather than pay too much or for nothing. */
  async fetch(address: string | URL, init: RequestInit = {}): Promise<Response> {
    if (init.body instanceof ReadableStream) throw new TypeError('a stream cannot be sent a second time');
    const { href, origin, pathname, search } = new URL(address);
    const place = `${methodSold(init.method)} ${origin}${pathname}${search}`;
    const held = this.tokens.get(place);
    const answer = await this.send(href, init, await held);
    if (answer.status !== 402) return answer;
    const offer = await readPaymentOffer(answer.clone(), this.options.network ?? 'mainnet');
    if (offer === null) return answer;
    const now = this.tokens.get(place);
    if (now !== held && now !== undefined) return this.send(href, init, await now);
    if (held !== undefined && !OVER.includes(offer.reason ?? '')) return answer;
    return this.send(href, init, await this.buyFor(place, offer));
  }

  private buyFor(place: string, offer: PaymentOffer): Promise<string> {
    const bought = this.buy(offer);
    this.tokens.set(place, bought);
    bought.catch(() => {
      if (this.tokens.get(place) === bought) this.tokens.delete(place);
    });
    return bought;
  }

  private async buy({ macaroon, invoice, paymentHash, amountSats }: PaymentOffer): Promise<string> {
    this.spending.spend(amountSats);
    const preimage = parsePreimage(await this.options.pay(invoice));
    if (preimage === null || hashPreimage(preimage) !== paymentHash) {
      throw new Error('the wallet gave no proof of the payment');
    }
    return formatL402Credential({ macaroon, preimage });
  }

  private send(address: string, init: RequestInit, token: string | undefined): Promise<Response> {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('Authorization', token);
    return (this.options.send ?? fetch)(address, { ...init, headers, redirect: 'manual' });
  }
}

/** What is sold for `GET` is good for `HEAD`, too. */
function methodSold(method = 'GET'): string {
  const upper = method.toUpperCase();
  return upper === 'HEAD' ? 'GET' : upper;
}
