import { newMacaroon } from 'macaroon';
import { readAnyMacaroon } from './any-macaroon.js';
import { CREDENTIAL } from './testing/known-answer.js';

/** A macaroon in the first binary format, packet by packet. */
function packets(...fields: readonly (readonly [name: string, content: string | Buffer])[]): Buffer {
  return Buffer.concat(
    fields.map(([name, content]) => {
      const body = Buffer.concat([Buffer.from(`${name} `), Buffer.from(content), Buffer.from('\n')]);
      return Buffer.concat([Buffer.from((body.length + 4).toString(16).padStart(4, '0')), body]);
    }),
  );
}

const SIGNATURE = Buffer.alloc(32, 7);
const V1 = packets(
  ['location', 'http://example.org/'],
  ['identifier', 'we used our secret key'],
  ['cid', 'account = 3735928559'],
  ['cid', 'third'],
  ['vid', Buffer.alloc(24, 1)],
  ['cl', 'http://auth.example/'],
  ['signature', SIGNATURE],
);

describe('a macaroon of anybody', () => {
  it('is read from binary in base64 of either alphabet and in hexadecimal, with blanks around it', () => {
    const bytes = Buffer.from(CREDENTIAL.macaroon, 'base64');
    for (const text of [
      CREDENTIAL.macaroon,
      bytes.toString('base64url'),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      ` ${CREDENTIAL.macaroon}\n`,
    ]) {
      const macaroon = readAnyMacaroon(text);
      expect(macaroon).toMatchObject({ form: 'v2', bytes });
      expect(macaroon?.identifier.length).toBe(66);
      expect(macaroon?.caveats.length).toBeGreaterThan(3);
    }
  });

  it('is read from JSON of both versions, plain and in base64', () => {
    const made = newMacaroon({ identifier: Buffer.from('id'), location: 'here', rootKey: Buffer.alloc(32) });
    made.addFirstPartyCaveat('a=b');
    made.addThirdPartyCaveat(Buffer.alloc(32), 'third', 'there');
    const v2 = JSON.stringify(made.exportJSON());
    const v1 = JSON.stringify({
      location: 'here',
      identifier: 'id',
      caveats: [{ cid: 'a=b' }, { cid: 'third', vid: 'AAAA', cl: 'there' }],
      signature: SIGNATURE.toString('hex'),
    });
    for (const text of [v2, v1, Buffer.from(v2).toString('base64'), Buffer.from(v1).toString('base64url')]) {
      expect(readAnyMacaroon(text)).toMatchObject({
        form: 'json',
        location: 'here',
        identifier: Buffer.from('id'),
        caveats: [
          { identifier: Buffer.from('a=b'), isThirdParty: false },
          { identifier: Buffer.from('third'), isThirdParty: true },
        ],
      });
    }
  });

  it('is read from the first binary format', () => {
    expect(readAnyMacaroon(V1.toString('base64'))).toEqual({
      form: 'v1',
      location: 'http://example.org/',
      identifier: Buffer.from('we used our secret key'),
      caveats: [
        { identifier: Buffer.from('account = 3735928559'), isThirdParty: false },
        { identifier: Buffer.from('third'), isThirdParty: true },
      ],
      signature: SIGNATURE,
      bytes: V1,
    });
  });

  it.each([
    ['nothing', ''],
    ['words', 'not a macaroon at all'],
    ['JSON that is none', '{"a":1}'],
    ['a list', '[{"v":2}]'],
    ['null', '{"signature":null}'],
    ['a length where a text should be', '{"identifier":"i","signature":{"length":4000000000}}'],
    ['a list where a text should be', '{"v":2,"i":["a"],"s64":"AAAA"}'],
    ['texts where caveats should be', '{"v":2,"i":"a","s64":"AAAA","c":["x"]}'],
    ['caveats that hold objects', '{"v":2,"i":"a","s64":"AAAA","c":[{"i":{}}]}'],
    ['names that every object has', '{"v":2,"i":"a","s64":"AAAA","hasOwnProperty":"x"}'],
    ['bad base64 within', '{"v":2,"i":"a","s64":"*"}'],
    ['the first format cut short', V1.subarray(0, -1).toString('base64')],
    [
      'the first format without a signature',
      packets(['location', 'l'], ['identifier', 'i']).toString('base64'),
    ],
    ['a packet without a length', Buffer.from('0000').toString('base64')],
    [
      'a verification id before its caveat',
      packets(['location', ''], ['identifier', 'i'], ['vid', 'v'], ['signature', 's']).toString('base64'),
    ],
    ['the second format cut short', Buffer.of(2, 1, 200).toString('base64')],
  ])('is not read from %s', (_what, text) => {
    expect(readAnyMacaroon(text)).toBeNull();
  });

  it('is never the cause of an exception, whatever bytes are changed', () => {
    const sources = [Buffer.from(CREDENTIAL.macaroon, 'base64'), V1];
    for (const source of sources) {
      for (let at = 0; at < source.length; at += 1) {
        const bytes = Buffer.from(source);
        for (const byte of [0, 0x7f, 0xff]) {
          bytes[at] = byte;
          expect(() => readAnyMacaroon(bytes.toString('base64'))).not.toThrow();
          expect(() => readAnyMacaroon(bytes.subarray(0, at).toString('hex'))).not.toThrow();
        }
      }
    }
  });
});
