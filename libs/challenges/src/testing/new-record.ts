import { createHash } from 'node:crypto';

import { type MerchantId, type Tenant } from '@turnpike/l402';

import { type NewChallenge, type NewRecord } from '../challenge.repository.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A challenge to be recorded; its keys are made from its name, so another name is another challenge. */
export function newChallenge(name: string, more: Partial<NewChallenge> = {}): NewChallenge {
  return {
    key: digest(`key ${name}`).toString('hex', 0, 16),
    paymentHash: digest(name).toString('hex'),
    tokenId: digest(`token ${name}`),
    resource: '/r',
    priceSats: 5,
    paymentRequest: 'lnbcrt1',
    method: null,
    bodySha256: null,
    invoiceExpiresAt: new Date(Date.now() + 600_000),
    tokenExpiresAt: new Date(Date.now() + 3_600_000),
    providerRef: 'ref',
    connectionId: null,
    invoiceKid: 1,
    description: null,
    payer: null,
    metadata: null,
    maxUses: null,
    idempotencyKey: name,
    createdAt: new Date(),
    firstLookUpAt: new Date(),
    mppOffered: false,
    usedFallback: false,
    ...more,
  };
}

const somebody: Tenant = { merchantId: 1 as MerchantId, mode: 'test' };

/** A record of it without claims that counts against nothing, unless said otherwise. */
export function newRecord(challenge: NewChallenge, more: Partial<NewRecord> = {}): NewRecord {
  return { tenant: somebody, challenge, claims: [], counted: null, ...more };
}
