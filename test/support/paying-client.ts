import { readL402Challenge } from '@turnpike/http402';

import type { PaidShop, ShopAnswer, ShopRequest } from './paid-shop.js';
import type { SandboxShop } from './sandbox-shop.js';

/** What a payer holds after paying: the header that opens what was bought, and what it was. */
export interface Purchase {
  readonly authorization: string;
  readonly macaroon: string;
  readonly preimage: string;
  readonly priceSats: number;
  readonly resource: string;
}

/** Pays the challenge of a 402 as any client does, from its header alone; the sandbox plays the wallet. */
export async function payFor(answer: ShopAnswer, wallet: SandboxShop): Promise<Purchase> {
  const challenge = readL402Challenge(answer.lines('www-authenticate'));
  if (answer.status !== 402 || !challenge) throw new Error(`no challenge came, but ${String(answer.status)}`);
  const { status, body } = await wallet.pay(challenge.invoice);
  if (status !== 200) throw new Error(`the invoice was not paid: ${JSON.stringify(body)}`);
  const { macaroon } = challenge;
  const preimage = String(body['preimage']);
  const minted = await wallet.shown(String(body['paymentHash']));
  const bought = { priceSats: Number(minted['amountSats']), resource: String(minted['resource']) };
  return { authorization: `L402 ${macaroon}:${preimage}`, macaroon, preimage, ...bought };
}

/** Asks, pays what is asked, and gives what was bought. */
export async function buy(shop: PaidShop, request: ShopRequest, wallet: SandboxShop): Promise<Purchase> {
  return payFor(await shop.ask(request), wallet);
}

/** The same request with what was bought. */
export function withPurchase(request: ShopRequest, { authorization }: Purchase): ShopRequest {
  return { ...request, headers: { ...request.headers, authorization } };
}
