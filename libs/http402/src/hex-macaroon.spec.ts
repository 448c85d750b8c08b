import fc from 'fast-check';
import { readHexMacaroon } from './hex-macaroon.js';

const preimage = 'ed7a545cd950f5bf307f70a7c25cc959be79585270f52088b830c41cc8fe7ec4';
const minted = Buffer.from(
  'AgEIdHVybnBpa2UCQgAA1rdQwGdlOAlKJH4g+nY265034KvZBKKhF5dXO3kqnCoHHIyxUQxo7oN8GO28WumSW77o1dgrKoR4pTfhuIVEXQACEXBhdGg9' +
    'L3YxL2ZvcmVjYXN0AAIQbWVyY2hhbnRfaWQ9MTA0MgACDmFtb3VudF9zYXRzPTI1AAISZXhwaXJlcz0xODkzNDU2MDAwAAAGIMs5P5e0i5IzWKAlAlI6' +
    '4uu9vZucd7z7WKWkUqy4YT/1',
  'base64',
);
const SIGNATURE_BYTES = 35;

/** The minted macaroon with caveats appended; the signature is not recomputed, since nothing here looks at it. */
function attenuated(...caveats: string[]): Buffer {
  const sections = caveats.map((caveat) => {
    const length =
      caveat.length < 128 ? [caveat.length] : [(caveat.length & 0x7f) | 0x80, caveat.length >> 7];
    return Buffer.concat([Buffer.from([2, ...length]), Buffer.from(caveat), Buffer.from([0])]);
  });
  return Buffer.concat([
    minted.subarray(0, -SIGNATURE_BYTES),
    ...sections,
    minted.subarray(-SIGNATURE_BYTES),
  ]);
}

describe('readHexMacaroon', () => {
  it('turns the macaroon into base64 and finds the preimage among other caveats', () => {
    const macaroon = attenuated('expires=1893452400', `preimage=${preimage}`);
    expect(readHexMacaroon(macaroon.toString('hex'))).toEqual({
      macaroon: macaroon.toString('base64'),
      preimage,
    });
  });

  it('takes the last of several preimages, behind caveats with lengths of two bytes too', () => {
    const macaroon = attenuated('preimage=first', `note=${'x'.repeat(2000)}`, 'preimage= second ');
    expect(readHexMacaroon(macaroon.toString('hex'))?.preimage).toBe('second');
  });

  it.each([
    ['no preimage', minted],
    ['an empty preimage', attenuated('preimage=')],
    ['a near miss', attenuated('Preimage=00', 'preimage', 'xpreimage=00')],
    ['a preimage in the identifier', Buffer.from('\u0002\u0002\u000apreimage=x\u0000\u0000', 'latin1')],
    ['a preimage cut off', attenuated(`preimage=${preimage}`).subarray(0, 200)],
    ['another format version', Buffer.concat([Buffer.from([1]), attenuated('preimage=x').subarray(1)])],
  ])('finds no credential with %s', (_what, macaroon) => {
    expect(readHexMacaroon(macaroon.toString('hex'))).toBeNull();
  });

  it.each(['', '0', '02 00', '0x02', 'zz', minted.toString('base64')])(
    'takes %j for no hexadecimal',
    (text) => {
      expect(readHexMacaroon(text)).toBeNull();
    },
  );

  it('answers any bytes, and every cut and bit flip of a macaroon, without throwing', () => {
    const whole = attenuated(`preimage=${preimage}`);
    const damaged = fc
      .tuple(fc.nat(whole.length - 1), fc.nat(7), fc.nat(whole.length))
      .map(([at, bit, length]) => {
        const copy = Buffer.from(whole);
        copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at);
        return copy.subarray(0, length);
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
        const hex = Buffer.from(bytes).toString('hex');
        const read = readHexMacaroon(hex);
        expect(read?.macaroon ?? Buffer.from(bytes).toString('base64')).toBe(
          Buffer.from(bytes).toString('base64'),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
