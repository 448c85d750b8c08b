import { mintMacaroon, type PaymentHash, type RootKeys, type Sats, type Tenant } from '@turnpike/l402';

import { type StoredChallenge } from './challenge.repository.js';
import { rfc3339 } from './rfc3339.js';

/** What a mint hands out. */
export interface MintedChallenge {
  readonly invoice: string;
  /** Standard base64, made from the row and never stored. */
  readonly macaroon: string;
  readonly paymentHash: string;
  /** When the invoice expires. */
  readonly expiresAt: string;
  readonly resource: string;
  readonly priceSats: number;
  /** The same challenge for the `Payment` scheme, a line of `WWW-Authenticate`; `null` where it is not offered. */
  readonly mppChallenge: string | null;
  readonly tokenExpiresAt: string;
}

/** A minted challenge, and whether it had been handed out before. */
export interface MintResult {
  readonly challenge: MintedChallenge;
  readonly replayed: boolean;
}

/** Makes the answer from a row: the same row always gives the same macaroon, byte for byte. */
export function toMintedChallenge(
  tenant: Tenant,
  row: StoredChallenge,
  keys: RootKeys,
  mppChallenge: string | null,
): MintedChallenge {
  const macaroon = mintMacaroon(
    {
      mode: tenant.mode,
      merchantId: tenant.merchantId,
      paymentHash: row.paymentHash as PaymentHash,
      tokenId: row.tokenId,
      resource: row.resource,
      amountSats: row.priceSats as Sats,
      expiresAtSeconds: Math.floor(row.tokenExpiresAt.getTime() / 1000),
      method: row.method,
      bodySha256: row.bodySha256,
    },
    keys,
  );
  return {
    invoice: row.paymentRequest,
    macaroon,
    paymentHash: row.paymentHash,
    expiresAt: rfc3339(row.invoiceExpiresAt),
    resource: row.resource,
    priceSats: row.priceSats,
    mppChallenge,
    tokenExpiresAt: rfc3339(row.tokenExpiresAt),
  };
}
