import { hkdfSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import type { MerchantId } from './merchant-id.js';
import { modeNumber } from './mode.js';
import { RootKeys } from './root-keys.js';
import { KEYS, MASTER_KEY, TENANT } from './testing/known-answer.js';

const IDENTIFIER = Buffer.from(knownAnswer.identifier, 'hex');
const MERCHANT = TENANT.merchantId;

describe('RootKeys', () => {
  it('derives the known answer', () => {
    const { known, key } = KEYS.derive('test', MERCHANT, IDENTIFIER);
    expect(known).toBe(true);
    expect(key.toString('hex')).toBe(knownAnswer.rootKey);
  });

  it('is HKDF-SHA256 over mode, merchant and identifier for any of them', () => {
    const merchants = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(
        fc.constantFrom('test', 'live'),
        merchants,
        fc.uint8Array({ minLength: 66, maxLength: 66 }),
        (...at) => {
          const [mode, merchantId, identifier] = at;
          identifier[34] = MASTER_KEY.kid;
          const info = Buffer.alloc(9);
          info[0] = modeNumber(mode);
          info.writeBigUInt64BE(BigInt(merchantId), 1);
          const salt = Buffer.from('turnpike/l402/root/v1');
          const expected = hkdfSync('sha256', MASTER_KEY.key, salt, Buffer.concat([info, identifier]), 32);
          expect(KEYS.derive(mode, merchantId as MerchantId, identifier).key).toEqual(Buffer.from(expected));
        },
      ),
    );
  });

  it('gives another key for another mode, merchant, identifier or master key', () => {
    const other = Buffer.from(IDENTIFIER);
    other[65] = 0;
    const rotated = new RootKeys([{ kid: MASTER_KEY.kid, key: randomBytes(32) }]);
    const keys = [
      KEYS.derive('test', MERCHANT, IDENTIFIER),
      KEYS.derive('live', MERCHANT, IDENTIFIER),
      KEYS.derive('test', (MERCHANT + 1) as MerchantId, IDENTIFIER),
      KEYS.derive('test', MERCHANT, other),
      rotated.derive('test', MERCHANT, IDENTIFIER),
    ];
    expect(new Set(keys.map(({ key }) => key.toString('hex'))).size).toBe(keys.length);
  });

  it('mints under the first key and knows the others', () => {
    const keys = new RootKeys([{ kid: 9, key: randomBytes(32) }, MASTER_KEY]);
    expect(keys.mintKid).toBe(9);
    expect(keys.derive('test', MERCHANT, IDENTIFIER).key.toString('hex')).toBe(knownAnswer.rootKey);
  });

  it('answers an unknown kid with a key that no other process derives', () => {
    const identifier = Buffer.from(IDENTIFIER);
    identifier[34] = 8;
    const [here, there] = [KEYS, new RootKeys([MASTER_KEY])].map((keys) =>
      keys.derive('test', MERCHANT, identifier),
    );
    expect([here?.known, there?.known]).toEqual([false, false]);
    expect(here?.key).not.toEqual(there?.key);
  });

  it('never shows a key', () => {
    expect(inspect(KEYS, { depth: 9, showHidden: true }) + JSON.stringify(KEYS)).not.toMatch(
      /Buffer|[0-9a-f]{8}/,
    );
  });

  it.each([
    ['no key', []],
    ['kid 0', [{ kid: 0, key: randomBytes(32) }]],
    ['kid 256', [{ kid: 256, key: randomBytes(32) }]],
    ['a key of 31 bytes', [{ kid: 1, key: randomBytes(31) }]],
    ['one kid twice', [MASTER_KEY, { kid: MASTER_KEY.kid, key: randomBytes(32) }]],
  ])('refuses %s', (_, masterKeys) => {
    expect(() => new RootKeys(masterKeys)).toThrow(RangeError);
  });
});
