import { bech32 } from '@scure/base';
import { testSurroundings } from '../testing/emulated-wallet.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { readLnurlAddress } from './lnurl-address.js';
import { lnurlKind } from './lnurl.kind.js';

const url = 'https://service.com/api?q=3fc3645b439ce8e7f2553a69e5267081d96dcd340693afabe04be7b0ccd178df';
/** The example of LUD-01. */
const coded =
  'LNURL1DP68GURN8GHJ7UM9WFMXJCM99E3K7MF0V9CXJ0M385EKVCENXC6R2C35XVUKXEFCV5MKVV34X5EKZD3EV56NYD3HXQURZEPEXEJXXEPNXSCRVWFNV9NXZCN9XQ6XYEFHVGCXXCMYXYMNSERXFQ5FNS';
const encode = (text: string): string => bech32.encode('lnurl', bech32.toWords(Buffer.from(text)), 10_000);

describe('an address to be paid by LNURL', () => {
  it.each([
    ['shop@pay.example', 'shop@pay.example', 'https://pay.example/.well-known/lnurlp/shop'],
    [' Shop@Pay.Example ', 'shop@pay.example', 'https://pay.example/.well-known/lnurlp/shop'],
    ['lightning:a+b@pay.example', 'a+b@pay.example', 'https://pay.example/.well-known/lnurlp/a+b'],
    ['a@pay.example:8443', 'a@pay.example:8443', 'https://pay.example:8443/.well-known/lnurlp/a'],
    [coded, url, url],
    [`lightning:${coded.toLowerCase()}`, url, url],
    ['lnurlp://pay.example/x', 'https://pay.example/x', 'https://pay.example/x'],
    ['https://pay.example/lnurlp/7', 'https://pay.example/lnurlp/7', 'https://pay.example/lnurlp/7'],
    // Whether it may be called is for the guard, which takes http only where the operator says so.
    ['http://pay.example/x', 'http://pay.example/x', 'http://pay.example/x'],
  ])('can be written as %s', (text, canonical, asked) => {
    const kind = lnurlKind(testSurroundings());
    const kept = kind.parse({ address: text });
    expect(kept).toEqual({ address: canonical });
    expect(kind.parse(kept)).toEqual(kept);
    expect(kind.addresses(kept)).toEqual([{ member: 'address', url: new URL(asked) }]);
  });

  it.each([
    [''],
    ['shop'],
    ['shop@'],
    ['@pay.example'],
    ['a@b@pay.example'],
    ['shop@pay.example/evil'],
    ['shop@pay.example?x'],
    ['shop@pay.example#x'],
    ['../x@pay.example'],
    ['shöp@pay.example'],
    ['ftp://pay.example/x'],
    ['https://user:pw@pay.example/x'],
    ['https://pay.example/x#y'],
    [`https://pay.example/${'x'.repeat(2_100)}`],
    ['lnurl1xyz'],
    [coded.replace('0M3', '0M4')],
    [encode('javascript:alert(1)')],
    [encode(`https://pay.example/${'x'.repeat(2_100)}`)],
  ])('cannot be %s', (text) => {
    const kind = lnurlKind(testSurroundings());
    expect(() => kind.parse({ address: text })).toThrow(InvalidCredentials);
  });

  it('is no text of another prefix', () => {
    expect(readLnurlAddress(bech32.encode('lnbc', bech32.toWords(Buffer.from(url)), 10_000))).toBeNull();
  });
});
