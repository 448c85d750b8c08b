import { createHmac } from 'node:crypto';
import { hashPreimage, parseMerchantId, type MerchantId, type Tenant } from '@turnpike/l402';
import { InvoiceKeys } from '@turnpike/secrets';
import { InvoicePreimages } from './invoice-preimages.js';

const first = { kid: 1, key: Buffer.alloc(32, 1) };
const second = { kid: 255, key: Buffer.alloc(32, 2) };
const tenant: Tenant = { mode: 'test', merchantId: parseMerchantId(42) as MerchantId };
const challengeId = '00112233-4455-6677-8899-aabbccddeeff';

const of = (...entries: (typeof first)[]): InvoicePreimages => new InvoicePreimages(new InvoiceKeys(entries));
const hmac = (key: Buffer, ...data: Uint8Array[]): Buffer =>
  createHmac('sha256', key).update(Buffer.concat(data)).digest();

describe('InvoicePreimages', () => {
  it('derives by HKDF-SHA256 from key, mode, merchant and challenge', () => {
    const extracted = hmac(Buffer.from('turnpike/invoice/preimage/v1'), first.key);
    const info = Buffer.from(`00000000000000002a${challengeId.replaceAll('-', '')}`, 'hex');
    const expected = hmac(extracted, info, Buffer.of(1)).toString('hex');
    expect(of(first).forNewInvoice(tenant, challengeId)).toEqual({ preimage: expected, kid: 1 });
  });

  it('gives every challenge, merchant, mode and key a preimage of its own, and always the same one', () => {
    const other: Tenant = { mode: 'test', merchantId: parseMerchantId(43) as MerchantId };
    const made = [
      of(first).forNewInvoice(tenant, challengeId),
      of(first).forNewInvoice(tenant, challengeId.replace('f', 'e')),
      of(first).forNewInvoice(other, challengeId),
      of(first).forNewInvoice({ ...tenant, mode: 'live' }, challengeId),
      of(second).forNewInvoice(tenant, challengeId),
    ];
    expect(new Set(made.map(({ preimage }) => preimage)).size).toBe(5);
    expect(of(first, second).forNewInvoice(tenant, challengeId)).toEqual(made[0]);
    expect(of(first).forNewInvoice(tenant, challengeId.toUpperCase())).toEqual(made[0]);
  });

  it('finds the preimage again after the keys were rotated, as long as the old key is there', () => {
    const { preimage } = of(first).forNewInvoice(tenant, challengeId);
    const hash = hashPreimage(preimage);
    expect(of(second, first).find(tenant, challengeId, hash)).toBe(preimage);
    expect(of(second).find(tenant, challengeId, hash)).toBeNull();
    expect(of(first).find(tenant, challengeId.replace('f', 'e'), hash)).toBeNull();
  });

  it.each([
    '',
    'x',
    '00112233445566778899aabbccddeeff',
    '00112233-4455-6677-8899-aabbccddeef',
    `${challengeId}0`,
  ])('derives nothing for %j, which is no UUID', (id) => {
    expect(() => of(first).forNewInvoice(tenant, id)).toThrow(RangeError);
  });
});
