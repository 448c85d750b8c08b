import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { hexWords, numberWords, byteWords, featureWords } from '../../../test/support/bolt11-writer.js';
import { writePaymentRequest, type RawField } from '../../../test/support/bolt11-writer.js';
import invalidVectors from '../../../test/vectors/bolt11/invalid.json' with { type: 'json' };
import validVectors from '../../../test/vectors/bolt11/valid.json' with { type: 'json' };
import { parsePaymentHash, type PaymentHash } from './payment-hash.js';
import { decodePaymentRequest, signPaymentRequest, type Network } from './payment-request.js';

const oracle = path.resolve(import.meta.dirname, '../../../test/support/bolt11-oracle.mjs');
const privateKey = '41'.repeat(32);

/** What rust-lightning reads in each text; null where it refuses. */
function readByOracle(texts: readonly string[]): unknown[] {
  const output = execFileSync(process.execPath, [oracle], { input: texts.join('\n'), encoding: 'utf8' });
  return JSON.parse(output) as unknown[];
}

/** The same of ours. */
function readByUs(text: string): unknown {
  const network: Network = /^lnbcrt/i.test(text) ? 'regtest' : /^lntb/i.test(text) ? 'testnet' : 'mainnet';
  try {
    const request = decodePaymentRequest(text, network);
    const { paymentHash, timestampSeconds, expirySeconds, payee } = request;
    const amountMsat = request.amountMsat?.toString() ?? null;
    return { paymentHash, amountMsat, timestampSeconds, expirySeconds, payee };
  } catch {
    return null;
  }
}

const write = (prefix: string, timestampSeconds: number, fields: readonly RawField[]): string =>
  writePaymentRequest({ prefix, timestampSeconds, fields, privateKey });

describe('against the parser of rust-lightning', () => {
  it('agrees on every example of BOLT 11, but for the two where ours or theirs is known to be different', () => {
    const apart = ['the same, with fields of lengths that readers skip', 'high-S'];
    const texts = [...validVectors, ...invalidVectors]
      .filter(({ title }) => !apart.some((part) => title.includes(part)))
      .map(({ paymentRequest }) => paymentRequest);
    expect(texts).toHaveLength(23);
    expect(texts.map(readByUs)).toEqual(readByOracle(texts));
  });

  it('has everything that we sign read as it was meant', () => {
    const texts = [1n, 10n, 999n, 1_000n, 123_456_789n, 100_000_000_000n, 1_000_000_000_000_000_001n].map(
      (amountMsat, index) =>
        signPaymentRequest({
          network: 'regtest',
          amountMsat,
          paymentHash: parsePaymentHash(index.toString(16).repeat(64)) as PaymentHash,
          paymentSecret: Buffer.alloc(32, index),
          // This version of theirs reads no text of more than 1,023 characters.
          description: 'ナ'.repeat(index * 20),
          expirySeconds: 60 + index ** 6,
          timestampSeconds: 1_700_000_000 + index,
          privateKey: Buffer.from(privateKey, 'hex'),
        }),
    );
    const theirs = readByOracle(texts);
    expect(theirs).not.toContain(null);
    expect(texts.map(readByUs)).toEqual(theirs);
  });

  it('never accepts what it refuses, whatever fields are missing, doubled, short or unknown', () => {
    const p: RawField = ['p', hexWords('ab'.repeat(32))];
    const s: RawField = ['s', hexWords('11'.repeat(32))];
    const d: RawField = ['d', byteWords(Buffer.from('weather'))];
    const h: RawField = ['h', hexWords('22'.repeat(32))];
    const x: RawField = ['x', numberWords(600)];
    const nine: RawField = ['9', featureWords(8, 14, 17)];
    const sound = [p, s, d, x, nine];
    const odd: RawField[] = [p, s, d, h, x, nine, ['9', featureWords(100)], ['9', featureWords(8, 14, 99)]];
    const short: RawField[] = [p, s, h].map(([letter, words]) => [letter, words.slice(1)]);
    const unknown: RawField[] = [
      ['2', [1, 2, 3]],
      ['m', hexWords('01fafaf0')],
      ['t', []],
    ];
    // The features stay: they may be left out by now, as everybody is assumed to have them (BOLT 9), and theirs insists.
    const variants = [p, s, d, x].flatMap((_, gone) => {
      const rest = sound.filter((_field, at) => at !== gone);
      return [rest, ...[...odd, ...short, ...unknown].map((more) => [...rest, more])];
    });
    const texts = [sound, ...variants, ...unknown.map((more) => [...sound, more])].map((fields, index) =>
      write(['lnbcrt', 'lnbcrt1u', 'lnbcrt15p', 'lnbc20m'][index % 4]!, 1_600_000_000 + index, fields),
    );
    const [ours, theirs] = [texts.map(readByUs), readByOracle(texts)];
    expect(ours.filter((one) => one !== null).length).toBeGreaterThan(5);
    ours.forEach((one, index) => {
      if (one !== null) expect(one).toEqual(theirs[index]);
    });
  });
});
