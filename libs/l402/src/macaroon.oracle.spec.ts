import fc from 'fast-check';
import { importMacaroon, newMacaroon } from 'macaroon';
import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import { decodeMacaroon, encodeMacaroon } from './macaroon.js';
import { mintMacaroon, type MintTerms } from './mint-macaroon.js';
import { openCredential } from './open-credential.js';
import { isResource } from './resource.js';
import { binaryOf } from './testing/binary-of.js';
import { CREDENTIAL, KEYS, MINT_TERMS, TENANT } from './testing/known-answer.js';
import { newTokenId } from './token-id.js';

const satisfied = (): null => null;
const ROOT_KEY = Buffer.from(knownAnswer.rootKey, 'hex');

const bytesOfLength = (length: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));

const terms: fc.Arbitrary<MintTerms> = fc.record({
  mode: fc.constantFrom('test', 'live'),
  merchantId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  paymentHash: bytesOfLength(32).map((bytes) => bytes.toString('hex')),
  tokenId: bytesOfLength(31).map((random) => newTokenId(7, 'test', random)),
  resource: fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }).filter(isResource),
  amountSats: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  expiresAtSeconds: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  method: fc.constantFrom(null, 'GET', 'POST'),
  bodySha256: fc.option(bytesOfLength(32).map((bytes) => bytes.toString('hex'))),
}) as fc.Arbitrary<MintTerms>;

const caveats = fc.array(fc.uint8Array({ minLength: 1, maxLength: 150 }), { maxLength: 12 });

describe('npm macaroon as oracle', () => {
  it('reads and verifies all that we mint, and appends what we verify', () => {
    fc.assert(
      fc.property(terms, (minted) => {
        const bytes = Buffer.from(mintMacaroon(minted, KEYS), 'base64');
        const ours = decodeMacaroon(bytes);
        const theirs = importMacaroon(bytes);
        const { key } = KEYS.derive(minted.mode, minted.merchantId, theirs.identifier);
        expect(() => theirs.verify(key, satisfied)).not.toThrow();
        expect(theirs.location).toBe('turnpike');
        expect(ours).toEqual({
          identifier: Buffer.from(theirs.identifier),
          caveats: theirs.caveats.map(({ identifier }) => Buffer.from(identifier)),
          signature: Buffer.from(theirs.signature),
        });
        expect(binaryOf(theirs.exportJSON())).toEqual(bytes);
      }),
    );
  });

  it('makes nothing that we do not read and write byte for byte', () => {
    const locations = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        bytesOfLength(32),
        bytesOfLength(32),
        caveats,
        locations,
        (hash, rootKey, conditions, location) => {
          const identifier = Buffer.concat([Buffer.alloc(2), hash, newTokenId(7, 'test')]);
          const theirs = newMacaroon({ identifier, location, rootKey });
          for (const condition of conditions) theirs.addFirstPartyCaveat(condition);
          const bytes = binaryOf(theirs.exportJSON());
          const ours = decodeMacaroon(bytes);
          expect(ours).toEqual({
            identifier,
            caveats: conditions.map((condition) => Buffer.from(condition)),
            signature: Buffer.from(theirs.signature),
          });
          if (typeof ours !== 'string') expect(encodeMacaroon(ours, location)).toEqual(bytes);
        },
      ),
    );
  });

  it('mints, under our root key, a token that we open', () => {
    const theirs = newMacaroon({ identifier: Buffer.from(knownAnswer.identifier, 'hex'), rootKey: ROOT_KEY });
    for (const { text } of knownAnswer.caveats) theirs.addFirstPartyCaveat(text);
    const macaroon = binaryOf(theirs.exportJSON()).toString('base64');
    expect(openCredential({ ...CREDENTIAL, macaroon }, TENANT, KEYS)).toMatchObject({
      valid: true,
      ...TENANT,
    });
  });

  it('attenuates our token without our keys, as far as the law allows', () => {
    const appended = fc.array(
      fc.constantFrom(
        'expires=1893452400',
        'expires=1893456000',
        'method=GET',
        'path=/v1/forecast',
        'services=joke:0',
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        appended,
        fc.constantFrom(null, 'expires=1893456001', 'path=/', 'Expires=1'),
        (allowed, widening) => {
          const theirs = importMacaroon(Buffer.from(mintMacaroon(MINT_TERMS, KEYS), 'base64'));
          const inOrder = [...allowed].sort((a, b) => (a < b ? 1 : -1));
          for (const condition of widening === null ? inOrder : [...inOrder, widening]) {
            theirs.addFirstPartyCaveat(condition);
          }
          const macaroon = binaryOf(theirs.exportJSON()).toString('base64');
          const opened = openCredential({ ...CREDENTIAL, macaroon }, TENANT, KEYS);
          if (widening !== null) expect(opened).toEqual({ valid: false, reason: 'caveat_not_allowed' });
          else {
            const expiresAtSeconds = allowed.includes('expires=1893452400') ? 1_893_452_400 : 1_893_456_000;
            expect(opened).toMatchObject({ valid: true, expiresAtSeconds });
          }
        },
      ),
    );
  });

  it('makes third-party caveats, which we refuse', () => {
    const theirs = importMacaroon(Buffer.from(knownAnswer.hex, 'hex'));
    theirs.addThirdPartyCaveat(ROOT_KEY, 'who are you?', 'https://auth.example.com');
    const bytes = binaryOf(theirs.exportJSON());
    expect(decodeMacaroon(bytes)).toBe('third_party_caveat');
  });

  it('reads, with the same parts, everything that we read', () => {
    const known = Buffer.from(knownAnswer.hex, 'hex');
    const locationEnd = 3 + knownAnswer.location.length;
    const edits = fc.array(fc.tuple(fc.nat(known.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    let read = 0;
    fc.assert(
      fc.property(edits, (at) => {
        const bytes = Buffer.from(known);
        // Their location must be UTF-8; ours is never looked at.
        for (const [position, byte] of at) if (position >= locationEnd) bytes[position] = byte;
        const ours = decodeMacaroon(bytes);
        if (typeof ours === 'string') return;
        read += 1;
        const theirs = importMacaroon(bytes);
        expect(Buffer.from(theirs.signature)).toEqual(ours.signature);
        expect(Buffer.from(theirs.identifier)).toEqual(ours.identifier);
        expect(theirs.caveats.map(({ identifier }) => Buffer.from(identifier))).toEqual(ours.caveats);
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
