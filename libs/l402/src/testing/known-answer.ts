import knownAnswer from '../../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import type { Credential } from '../open-credential.js';
import type { MerchantId } from '../merchant-id.js';
import type { MintTerms } from '../mint-macaroon.js';
import type { PaymentHash } from '../payment-hash.js';
import type { Preimage } from '../preimage.js';
import { RootKeys, type MasterKey } from '../root-keys.js';
import type { Sats } from '../sats.js';
import type { Tenant } from '../tenant.js';

/** The token of the known answer in the terms of our code, for tests that start from one good credential. */
export const MASTER_KEY: MasterKey = {
  kid: knownAnswer.masterKey.kid,
  key: Buffer.from(knownAnswer.masterKey.hex, 'hex'),
};

/** Root keys with that one master key. */
export const KEYS = new RootKeys([MASTER_KEY]);

/** The tenant that the token belongs to. */
export const TENANT: Tenant = { mode: 'test', merchantId: knownAnswer.merchantId as MerchantId };

/** The preimage that pays for it. */
export const PREIMAGE = knownAnswer.preimage as Preimage;

/** What the token was minted on. */
export const MINT_TERMS: MintTerms = {
  ...TENANT,
  paymentHash: knownAnswer.paymentHash as PaymentHash,
  tokenId: Buffer.from(knownAnswer.tokenId, 'hex'),
  resource: knownAnswer.resource,
  amountSats: knownAnswer.amountSats as Sats,
  expiresAtSeconds: knownAnswer.expiresAtSeconds,
};

/** The token with its preimage: a credential that holds. */
export const CREDENTIAL: Credential = { macaroon: knownAnswer.base64, preimage: knownAnswer.preimage };

/** An hour before the token expires, in Unix seconds. */
export const NOW_SECONDS = knownAnswer.expiresAtSeconds - 3_600;
