import { challengeLines } from './head-budget.js';
import { formatPaymentChallenge } from './payment-challenge.js';
import { paymentRequiredHeaders } from './payment-required-headers.js';

const macaroon = 'AgEIdHVybnBpa2UCQgAA1rdQwGdlOAlKJH4g+nY265034KvZ/w==';
const invoice = 'lnbcrt250n1pexample';
const payment = formatPaymentChallenge(
  {
    id: 'OGW2MMjNP-8mKLtqvmp25UVxmfmEO7DO6leWrzK2S8I',
    realm: 'api.example.com',
    method: 'lightning',
    intent: 'charge',
    request: 'eyJhbW91bnQiOiIyNSJ9',
    expires: '2029-12-31T23:10:00Z',
    digest: null,
    opaque: null,
  },
  { invoice, amount: '25', currency: 'sat' },
);

type Reader = (header: string) => readonly [macaroon: string | undefined, invoice: string | undefined];

const by =
  (pattern: RegExp, first = 1): Reader =>
  (header) => {
    const match = pattern.exec(header);
    return [match?.[first], match?.[first + 1]];
  };

/** How clients in the field take a challenge apart, as far as their sources are public. */
const readers: readonly (readonly [string, Reader])[] = [
  ['L402, then both in quotes', by(/L402\s+macaroon="([^"]+)",\s*invoice="([^"]+)"/i)],
  ['the same at the very beginning, case and all', by(/^L402\s+macaroon="([^"]+)",\s*invoice="([^"]+)"/)],
  ['blanks before the comma too', by(/(?:L402|LSAT)\s+macaroon="([^"]+)"\s*,\s*invoice="([^"]+)"/i)],
  ['quotes or none', by(/(?:L402|LSAT)\s+macaroon="?([^",\s]+)"?\s*,\s*invoice="?([^",\s]+)"?/i)],
  [
    'one blank exactly, as few characters as possible',
    by(/(LSAT|L402) macaroon="(.*?)", invoice="(.*?)"/, 2),
  ],
  ['anything between the two', by(/^(?:L402|LSAT)\s+macaroon\s*=\s*"([^"]+)".*?invoice\s*=\s*"([^"]+)"/i)],
  [
    'every name and value, the last of a name',
    (header) => {
      const pairs = header.replace('L402', '').matchAll(/(\w+)=(?:"([^"]*)"|'([^']*)'|([^,]*))/g);
      const values = new Map(
        [...pairs].map(([, name, quoted, single, bare]) => [name, quoted ?? single ?? bare]),
      );
      return [values.get('token') ?? values.get('macaroon'), values.get('invoice')];
    },
  ],
  [
    'scheme, then each name by itself',
    (header) => {
      if (!/^\s*(L402|LSAT)\s+/i.test(header)) return [undefined, undefined];
      return [/macaroon="([^"]+)"/.exec(header)?.[1], /invoice="([^"]+)"/.exec(header)?.[1]];
    },
  ],
];

const lines = (offered: { payment?: string }): string[] =>
  paymentRequiredHeaders({ macaroon, invoice, ...offered })
    .filter(([name]) => name === 'WWW-Authenticate')
    .map(([, value]) => value);

/** As `fetch` and proxies hand several lines on. */
function joined(values: readonly string[]): string {
  const headers = new Headers();
  for (const value of values) headers.append('WWW-Authenticate', value);
  return headers.get('www-authenticate') ?? '';
}

const both = lines({ payment });
const emitted: readonly (readonly [string, string])[] = [
  ['alone', joined(lines({}))],
  ['first of two lines', both[0] ?? ''],
  ['two lines joined', joined(both)],
  ['without token and version', joined(challengeLines({ macaroon, invoice }, 4_000))],
];

describe('what published clients read out of our challenge', () => {
  it('comes in the forms that are tried here', () => {
    expect(both).toHaveLength(2);
    expect(emitted.map(([, header]) => header)).toEqual([
      `L402 macaroon="${macaroon}", invoice="${invoice}", token="${macaroon}", version="0"`,
      both[0],
      `${both[0] ?? ''}, ${payment}`,
      `L402 macaroon="${macaroon}", invoice="${invoice}"`,
    ]);
  });

  it.each(readers.flatMap(([how, read]) => emitted.map(([form, header]) => ({ how, form, read, header }))))(
    'is macaroon and invoice: $how; $form',
    ({ read, header }) => {
      expect(read(header)).toEqual([macaroon, invoice]);
    },
  );

  it('is a Payment challenge for readers who refuse a name that comes twice', () => {
    const names = [...payment.matchAll(/(?:^Payment |, )([a-z]+)="/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 6)).toEqual(['id', 'realm', 'method', 'intent', 'request', 'expires']);
  });

  it.each([both[1] ?? '', joined(both)])(
    'is the older Payment form, for those who look for that: %s',
    (header) => {
      const [, parameters = ''] = /(?:^|,\s*)Payment\s+(.*)$/i.exec(header) ?? [];
      expect(/method\s*=\s*"lightning"/i.test(parameters)).toBe(true);
      expect(/invoice\s*=\s*"(?<invoice>[^"]+)"/i.exec(parameters)?.groups?.['invoice']).toBe(invoice);
      expect(/amount\s*=\s*"([^"]+)"/i.exec(parameters)?.[1]).toBe('25');
    },
  );
});
