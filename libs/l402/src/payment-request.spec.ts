import { hexWords, numberWords, byteWords, featureWords } from '../../../test/support/bolt11-writer.js';
import { writePaymentRequest, type RawField } from '../../../test/support/bolt11-writer.js';
import invalidVectors from '../../../test/vectors/bolt11/invalid.json' with { type: 'json' };
import validVectors from '../../../test/vectors/bolt11/valid.json' with { type: 'json' };
import { parsePaymentHash, type PaymentHash } from './payment-hash.js';
import { decodePaymentRequest, InvalidPaymentRequest, signPaymentRequest } from './payment-request.js';
import type { Network } from './payment-request.js';

const privateKey = 'e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734';
const payee = '03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad';
const hash = parsePaymentHash('ab'.repeat(32)) as PaymentHash;

/** Why a text is refused; `accepted` if it is not. */
function verdict(text: string, network: Network = 'regtest'): string {
  try {
    decodePaymentRequest(text, network);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof InvalidPaymentRequest)) throw error;
    if (text.length > 20) expect(`${error.message} ${error.stack ?? ''}`).not.toContain(text);
    expect(error.cause).toBeUndefined();
    return error.why;
  }
}

const p: RawField = ['p', hexWords(hash)];
const s: RawField = ['s', hexWords('11'.repeat(32))];
const d: RawField = ['d', byteWords(Buffer.from('weather'))];
const h: RawField = ['h', hexWords('22'.repeat(32))];
const features: RawField = ['9', featureWords(8, 14, 17)];
const sound = [p, s, d, features];

function write(fields: readonly RawField[], change: { prefix?: string; highS?: boolean } = {}): string {
  return writePaymentRequest({
    prefix: 'lnbcrt1u',
    timestampSeconds: 1_700_000_000,
    fields,
    privateKey,
    ...change,
  });
}

const without = (field: RawField): RawField[] => sound.filter((one) => one !== field);

describe('decodePaymentRequest on the examples of BOLT 11', () => {
  const readable = validVectors.filter((vector) => vector.expected !== null);
  const skipping = validVectors.filter((vector) => vector.expected === null);

  it('has all 16 valid and all 10 invalid ones', () => {
    expect([readable.length, skipping.length, invalidVectors.length]).toEqual([15, 1, 10]);
  });

  it.each(readable.map((vector) => [vector.title, vector] as const))('reads: %s', (_title, vector) => {
    const { amountMsat, payee: expectedPayee, network, ...expected } = vector.expected;
    const request = decodePaymentRequest(vector.paymentRequest, network as Network);
    expect(request).toMatchObject({ ...expected, network, text: vector.paymentRequest.toLowerCase() });
    expect(request.amountMsat).toBe(amountMsat === null ? null : BigInt(amountMsat));
    // Of the one with the high S the specification does not say whom it yields.
    expect(request.payee).toBe(expectedPayee ?? request.payee);
  });

  it('refuses the one with fields that a reader has to skip: no wallet writes such', () => {
    expect(skipping.map((vector) => verdict(vector.paymentRequest, 'mainnet'))).toEqual(['unreadable']);
  });

  it.each(invalidVectors.map(({ title, paymentRequest, why }) => [title, paymentRequest, why] as const))(
    'refuses: %s',
    (_title, paymentRequest, why) => {
      expect(verdict(paymentRequest, 'mainnet')).toBe(why);
    },
  );
});

describe('decodePaymentRequest', () => {
  it('accepts the fields that every refusal below is one step away from', () => {
    expect(verdict(write(sound))).toBe('accepted');
    expect(verdict(write([...without(d), h]))).toBe('accepted');
    expect(verdict(write([...sound, ['n', hexWords(payee)]]))).toBe('accepted');
    expect(verdict(write(sound).toUpperCase())).toBe('accepted');
  });

  it('takes the payee from the signature, not from any claim', () => {
    expect(decodePaymentRequest(write(sound), 'regtest').payee).toBe(payee);
    expect(verdict(write([...sound, ['n', hexWords(`02${'33'.repeat(32)}`)]]))).toBe('unreadable');
  });

  it('assumes an expiry of an hour where none is given', () => {
    expect(decodePaymentRequest(write(sound), 'regtest').expirySeconds).toBe(3600);
    const given = decodePaymentRequest(write([...sound, ['x', numberWords(600)]]), 'regtest');
    expect(given.expirySeconds).toBe(600);
  });

  it.each([
    ['no p', without(p), 'payment_hash'],
    ['no s', without(s), 'payment_secret'],
    ['neither d nor h', without(d), 'description'],
    ['both d and h', [...sound, h], 'description'],
    ['a second p', [...sound, p], 'payment_hash'],
    ['a second s', [...sound, s], 'payment_secret'],
    ['a second d', [...sound, d], 'description'],
    ['a second h', [...without(d), h, h], 'description'],
    ['a second n', [...sound, ['n', hexWords(payee)], ['n', hexWords(payee)]], 'payee'],
    ['a second x', [...sound, ['x', numberWords(600)], ['x', numberWords(60)]], 'expiry'],
    ['a second 9', [...sound, features], 'features'],
    ['a p of 20 bytes', [...without(p), ['p', hexWords('ab'.repeat(20))]], 'payment_hash'],
    ['a p of 33 bytes', [...without(p), ['p', hexWords('ab'.repeat(33))]], 'payment_hash'],
    ['a short p before the right one', [['p', hexWords('ab'.repeat(20))], ...sound], 'payment_hash'],
    ['an s of 31 bytes', [...without(s), ['s', hexWords('11'.repeat(31))]], 'payment_secret'],
    ['an h of 16 bytes', [...without(d), ['h', hexWords('22'.repeat(16))]], 'description'],
    ['an expiry beyond all numbers', [...sound, ['x', numberWords(2 ** 60)]], 'unreadable'],
  ] as [string, RawField[], string][])('refuses %s', (_what, fields, why) => {
    expect(verdict(write(fields))).toBe(why);
  });

  it.each([8, 14, 16, 24, 48])('accepts that feature %i is required', (bit) => {
    expect(verdict(write([...without(features), ['9', featureWords(bit)]]))).toBe('accepted');
  });

  it.each([0, 2, 4, 6, 10, 12, 18, 20, 22, 26, 46, 50, 100, 998])('refuses that feature %i is', (bit) => {
    expect(verdict(write([...without(features), ['9', featureWords(bit)]]))).toBe('features');
  });

  it('ignores optional features, known or not', () => {
    expect(verdict(write([...without(features), ['9', featureWords(1, 9, 15, 17, 25, 99, 261)]]))).toBe(
      'accepted',
    );
  });

  it.each([
    ['lnbcrt', 'accepted'],
    ['lnbcrt1p', 'amount'],
    ['lnbcrt10p', 'accepted'],
    ['lnbcrt15p', 'amount'],
    ['lnbcrt0u', 'amount'],
    ['lnbcrt01u', 'amount'],
    ['lnbcrt1x', 'amount'],
    ['lnbcrtu', 'amount'],
    ['lnbcrt22000000', 'unreadable'],
    ['lnbcrt99999999999999999999n', 'amount'],
    ['lnbc1u', 'network'],
    ['lntb1u', 'network'],
    ['lntbs1u', 'network'],
    ['lnsb1u', 'network'],
    ['lnbcrtx1u', 'amount'],
  ])('judges the prefix %s: %s', (prefix, expected) => {
    expect(verdict(write(sound, { prefix }))).toBe(expected);
  });

  it.each([
    ['mainnet', 'lnbc'],
    ['testnet', 'lntb'],
    ['signet', 'lntbs'],
    ['regtest', 'lnbcrt'],
  ] as const)('reads %s and takes it for no other network', (network, prefix) => {
    const text = write(sound, { prefix: `${prefix}20n` });
    expect(decodePaymentRequest(text, network)).toMatchObject({ network, amountMsat: 2_000n });
    const others = (['mainnet', 'testnet', 'signet', 'regtest'] as const).filter((one) => one !== network);
    expect(others.map((other) => verdict(text, other))).toEqual(['network', 'network', 'network']);
  });

  it('reads amounts to the millisatoshi, beyond what a number holds exactly', () => {
    const amountOf = (amount: string) =>
      decodePaymentRequest(write(sound, { prefix: `lnbcrt${amount}` }), 'regtest').amountMsat;
    expect(amountOf('10p')).toBe(1n);
    expect(amountOf('1n')).toBe(100n);
    expect(amountOf('20999999')).toBe(2_099_999_900_000_000_000n);
    expect(amountOf('20999999999999999990p')).toBe(2_099_999_999_999_999_999n);
  });

  it('refuses a signature with a high S where the payee is named', () => {
    const named: RawField[] = [...sound, ['n', hexWords(payee)]];
    expect(verdict(write(named, { highS: true }))).toBe('signature');
    expect(decodePaymentRequest(write(sound, { highS: true }), 'regtest').payee).toBe(payee);
  });

  it('looks at no text that is longer than any payment request', () => {
    const long: RawField[] = [...sound, ...Array<RawField>(8).fill(['2', Array<number>(1000).fill(0)])];
    expect(verdict(write(long))).toBe('too_long');
    expect(verdict(`lnbcrt1${'q'.repeat(7_083)}`)).toBe('too_long');
  });

  it.each(['', '1', 'lnbcrt1', 'lnbcrt1u1', 'lightning:lnbcrt1u', '\u0000', 'ln1'.repeat(100)])(
    'refuses %j without any other error',
    (text) => {
      expect(verdict(text)).not.toBe('accepted');
    },
  );

  it('refuses a text with any one character changed', () => {
    const text = write(sound);
    const changed = Array.from(text, (letter, at) => {
      return `${text.slice(0, at)}${letter === 'q' ? 'p' : 'q'}${text.slice(at + 1)}`;
    });
    expect(changed.filter((one) => one !== text && verdict(one) === 'accepted')).toEqual([]);
  });
});

describe('signPaymentRequest', () => {
  const terms = {
    network: 'regtest',
    amountMsat: 123_000n,
    paymentHash: hash,
    paymentSecret: Buffer.alloc(32, 7),
    description: 'ナンセンス',
    expirySeconds: 600,
    timestampSeconds: 1_700_000_000,
    privateKey: Buffer.from(privateKey, 'hex'),
  } as const;

  it('writes what decodePaymentRequest reads', () => {
    const { paymentSecret, privateKey: _key, ...said } = terms;
    expect(paymentSecret).toHaveLength(32);
    const text = signPaymentRequest(terms);
    expect(text.startsWith('lnbcrt1230n1')).toBe(true);
    expect(decodePaymentRequest(text, 'regtest')).toEqual({ ...said, text, payee, descriptionHash: null });
  });

  it('signs the same terms the same way', () => {
    expect(signPaymentRequest(terms)).toBe(signPaymentRequest(terms));
  });

  it('has room for an empty description and for 639 bytes, not for more', () => {
    const describe = (description: string) =>
      decodePaymentRequest(signPaymentRequest({ ...terms, description }), 'regtest').description;
    expect(describe('')).toBe('');
    expect(describe('é'.repeat(319))).toBe('é'.repeat(319));
    expect(() => describe('é'.repeat(320))).toThrow();
  });
});
