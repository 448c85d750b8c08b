import { type Env, ENV, ownHost } from '@turnpike/config';
import { formatChargeRequest, formatPaymentChallenge, type PaymentSlots } from '@turnpike/http402';
import { kidOf, MppKeys, type Tenant } from '@turnpike/l402';
import { type MerchantSettings } from '@turnpike/merchants';
import { Inject, Injectable } from '@nestjs/common';

import { type StoredChallenge } from './challenge.repository.js';
import { networkOfInvoice } from './invoice-network.js';
import { rfc3339 } from './rfc3339.js';

/** For whom a challenge is written, and how that merchant is called in it. */
export type MppSeller = Tenant & { readonly settings: Pick<MerchantSettings, 'realm'> };

const CURRENCY = 'sat';

/**
 * Writes what was minted as a challenge of the `Payment` scheme, on the same invoice: one line that both of its dialects
 * read. The same row and realm always give the same line.
 */
@Injectable()
export class MppChallenges {
  private readonly host: string;

  constructor(
    private readonly keys: MppKeys,
    @Inject(ENV) { host, publicUrl }: Pick<Env, 'host' | 'publicUrl'>,
  ) {
    this.host = publicUrl === null ? ownHost(host) : new URL(publicUrl).host;
  }

  /** `null` if the challenge was not offered so. */
  of(seller: MppSeller, row: StoredChallenge): string | null {
    if (!row.mppOffered) return null;
    const { paymentRequest: invoice, paymentHash } = row;
    const amount = String(row.priceSats);
    const network = networkOfInvoice(invoice) ?? 'mainnet';
    const slots: PaymentSlots = {
      realm: seller.settings.realm ?? this.host,
      method: 'lightning',
      intent: 'charge',
      request: formatChargeRequest({
        amount,
        currency: CURRENCY,
        methodDetails: { invoice, network, paymentHash },
      }),
      expires: rfc3339(row.invoiceExpiresAt),
      digest: row.bodySha256 === null ? null : digestOf(row.bodySha256),
      opaque: null,
    };
    const id = this.keys.idOf(kidOf(row.tokenId), seller, slots);
    return formatPaymentChallenge({ id, ...slots }, { invoice, amount, currency: CURRENCY });
  }
}

/** As RFC 9530 writes it, from hex. */
function digestOf(bodySha256: string): string {
  return `sha-256=:${Buffer.from(bodySha256, 'hex').toString('base64')}:`;
}
