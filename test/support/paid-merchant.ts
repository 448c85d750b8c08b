import type { SandboxShop } from './sandbox-shop.js';

/** What somebody is shown who has paid for a merchant. */
export interface PaidMerchant {
  readonly email: string;
  readonly merchantId: number;
  readonly apiKey: string;
  readonly testApiKey: string;
}

/** A merchant that somebody paid the shop for, with an address that is, or is not, theirs. */
export async function paidMerchant(shop: SandboxShop, email: string): Promise<PaidMerchant> {
  const send = (headers: Record<string, string> = {}) =>
    shop.api.call('POST', '/api/signup/l402', null, { email }, headers);
  const { invoice, macaroon } = (await send()).body['l402'] as Record<string, string>;
  const { body } = await shop.pay(String(invoice));
  const authorization = `L402 ${String(macaroon)}:${String(body['preimage'])}`;
  return (await send({ authorization })).body as unknown as PaidMerchant;
}
