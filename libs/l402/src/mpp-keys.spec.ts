import { hkdfSync, createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { formatChargeRequest, type PaymentSlots } from '@turnpike/http402';
import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import type { MerchantId } from './merchant-id.js';
import { MppKeys } from './mpp-keys.js';
import { MASTER_KEY, TENANT } from './testing/known-answer.js';

const ID = 'OGW2MMjNP-8mKLtqvmp25UVxmfmEO7DO6leWrzK2S8I';
const MPP_KEY = 'bf70d4dfe4ab509f9dd9884dac60e8922b8f87fe8d8eea1a220704bd32ab3958';
const SLOTS: PaymentSlots = {
  realm: 'api.example.com',
  method: 'lightning',
  intent: 'charge',
  request: formatChargeRequest({
    amount: '25',
    currency: 'sat',
    methodDetails: {
      invoice: 'lnbcrt250n1example',
      network: 'regtest',
      paymentHash: knownAnswer.paymentHash,
    },
  }),
  expires: '2029-12-31T23:10:00Z',
  digest: null,
  opaque: null,
};
const keys = new MppKeys([MASTER_KEY]);

describe('MppKeys', () => {
  it('makes the known answer', () => {
    expect(keys.idOf(MASTER_KEY.kid, TENANT, SLOTS)).toBe(ID);
  });

  it('is HKDF-SHA256 over mode and merchant, and HMAC over seven slots', () => {
    const info = Buffer.alloc(9);
    info.writeBigUInt64BE(BigInt(TENANT.merchantId), 1);
    const key = Buffer.from(hkdfSync('sha256', MASTER_KEY.key, 'turnpike/mpp/id/v1', info, 32));
    expect(key.toString('hex')).toBe(MPP_KEY);
    const text = `api.example.com|lightning|charge|${SLOTS.request}|2029-12-31T23:10:00Z||`;
    expect(createHmac('sha256', key).update(text).digest('base64url')).toBe(ID);
  });

  it('recognises what it made, also under a master key that no longer mints', () => {
    const rotated = new MppKeys([{ kid: 9, key: randomBytes(32) }, MASTER_KEY]);
    for (const any of [keys, rotated]) expect(any.recognises(TENANT, ID, SLOTS)).toBe(true);
    expect(rotated.recognises(TENANT, rotated.idOf(9, TENANT, SLOTS), SLOTS)).toBe(true);
    expect(new MppKeys([{ kid: 7, key: randomBytes(32) }]).recognises(TENANT, ID, SLOTS)).toBe(false);
  });

  it.each(['realm', 'method', 'intent', 'request', 'expires', 'digest', 'opaque'] as const)(
    'refuses another %s',
    (name) => {
      expect(keys.recognises(TENANT, ID, { ...SLOTS, [name]: `${SLOTS[name] ?? ''}x` })).toBe(false);
    },
  );

  it('refuses parameters that are moved to another slot', () => {
    const { expires } = SLOTS;
    expect(keys.recognises(TENANT, ID, { ...SLOTS, expires: null, digest: expires })).toBe(false);
    const moved = { ...SLOTS, realm: 'api.example.com|lightning', method: 'charge', intent: SLOTS.request };
    expect(keys.recognises(TENANT, ID, { ...moved, request: expires ?? '', expires: null })).toBe(false);
  });

  it('refuses another merchant, another mode, and each change of the id', () => {
    const others = [
      { ...TENANT, merchantId: (TENANT.merchantId + 1) as MerchantId },
      { ...TENANT, mode: 'live' as const },
    ];
    for (const other of others) expect(keys.recognises(other, ID, SLOTS)).toBe(false);
    for (let i = 0; i < ID.length; i += 1) {
      const changed = `${ID.slice(0, i)}${ID[i] === 'A' ? 'B' : 'A'}${ID.slice(i + 1)}`;
      expect(keys.recognises(TENANT, changed, SLOTS)).toBe(false);
    }
    for (const changed of ['', ID.slice(1), `${ID}=`, `${ID}A`, '\u00e9'.repeat(43)]) {
      expect(keys.recognises(TENANT, changed, SLOTS)).toBe(false);
    }
  });

  it('takes slots of any length, as a payer may send them', () => {
    expect(keys.recognises(TENANT, ID, { ...SLOTS, request: 'A'.repeat(100_000) })).toBe(false);
  });

  it('makes nothing under a master key that it does not have, and never shows a key', () => {
    expect(() => keys.idOf(8, TENANT, SLOTS)).toThrow(RangeError);
    expect(inspect(keys, { depth: 9, showHidden: true }) + JSON.stringify(keys)).not.toMatch(
      /Buffer|[0-9a-f]{8}/,
    );
  });
});
