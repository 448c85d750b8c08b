import { readL402Challenge } from '@turnpike/http402';
import { decodePaymentRequest } from '@turnpike/l402';

import { FRAMEWORKS } from '../support/paid-shops.js';
import type { PaidShop, ShopAnswer } from '../support/paid-shop.js';
import { buy, withPurchase, type Purchase } from '../support/paying-client.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const CHEAP_SATS = 1;
const LARGE_SATS = 50;
const DEAR_SATS = 100;

let broker: SandboxShop;

beforeAll(async () => {
  broker = await SandboxShop.open();
});

afterAll(() => broker.close());

/** Other ways to write a path, of which a router may take any for the plain one. */
function spellingsOf(path: string): string[] {
  const escape = (at: number) =>
    `${path.slice(0, at)}%${path.charCodeAt(at).toString(16)}${path.slice(at + 1)}`;
  const [, first = '', rest = ''] = path.split('/');
  return [
    path,
    ...Array.from(path).flatMap((character, at) => (character === '/' ? [] : [escape(at)])),
    ...[1, path.lastIndexOf('/') + 1].map((at) => escape(at).toUpperCase()),
    `${path}/`,
    `/${path}`,
    `${path}//`,
    `/${first}//${rest}`,
    `/./${first}/${rest}`,
    `/x/../${first}/${rest}`,
    `/cheap/../${first}/${rest}`,
    `/cheap/1/../../${first}/${rest}`,
    `/x/%2e%2e/${first}/${rest}`,
    `/cheap/1/%2e%2e/%2e%2e/${first}/${rest}`,
    `/cheap/..%2f${first}/${rest}`,
    `/cheap/1%2f..%2f..%2f${first}/${rest}`,
    `/${first}%2f${rest}`,
    `/${first}\\${rest}`,
    `/${first}/${rest};v=1`,
    `/${first};v=1/${rest}`,
    `/${first}/${rest}%00`,
    `/${first}/${rest}%20`,
    `/${first}/${rest}?`,
    `/${first}/${rest}?x=/cheap/1`,
    `/${first}/${rest}%3fx=1`,
    `/${first}/${rest}#/cheap/1`,
    `/%25${path.charCodeAt(1).toString(16)}${first.slice(1)}/${rest}`,
    `http://shop.example${path}`,
    `http://shop.example/cheap/1@shop.example${path}`,
    path.toUpperCase(),
  ];
}

/** Other ways to ask for large beside, or instead of, small. */
const sizes = [
  ...['size=large', 'size=small&size=large', 'size=large&size=small', 'size=small&x=1&size=large'],
  ...['%73ize=large', 'size=l%61rge', 'size=%6Carge', 'size=small&%73%69ze=large', 'siz%65=large&size=small'],
  ...['size[]=large', 'size%5B%5D=large', 'size[0]=large', 'size=small&size[]=large', '[size]=large'],
  ...['size[large]=1', 'size[a][b]=large', 'size.x=large', 'x=1&size=large', 'size=small;size=large'],
  ...[
    'size=small%26size=large',
    'size=small#&size=large',
    'size=small%00large',
    'size=+large',
    '?size=large',
  ],
  ...['SIZE=large', '+size=large', 'size+=large', 'size=large&', '&&size=large', 'size=small=large'],
];

describe.each(FRAMEWORKS)('a cheap token at %s', (_name, open) => {
  let shop: PaidShop;
  let cheap: Purchase;

  beforeAll(async () => {
    shop = await open({
      sale: (kind, sizeOf) => ({
        apiKey: broker.key,
        baseUrl: broker.api.baseUrl,
        query: ['size'],
        priceSats: (request) =>
          kind === 'dear' ? DEAR_SATS : sizeOf(request).includes('large') ? LARGE_SATS : CHEAP_SATS,
        // As wrong as a seller can be about what is still accepted: the resource alone must hold.
        acceptFromSats: CHEAP_SATS,
      }),
    });
    cheap = await buy(shop, { target: '/cheap/1?size=small' }, broker);
  });

  afterAll(() => shop.close());

  /** What a handler served, or `null` if none did. */
  function servedBy({ status, text }: ShopAnswer): { kind: string; size: string } | null {
    return status === 200 ? (JSON.parse(text) as { kind: string; size: string }) : null;
  }

  async function askWith(target: string, method = 'GET'): Promise<ShopAnswer> {
    return shop.ask(withPurchase({ target, method }, cheap));
  }

  it('opens what it was bought for', async () => {
    expect(servedBy(await askWith('/cheap/1?size=small'))).toMatchObject({ kind: 'cheap', size: 'small' });
  });

  it('opens nothing dear, however the path is written', async () => {
    const opened: string[] = [];
    for (const target of spellingsOf('/dear/1')) {
      const served = await askWith(target).then(servedBy, () => null);
      if (served?.kind === 'dear') opened.push(target);
    }
    expect(opened).toEqual([]);
  });

  it('opens nothing else of the same price, however the path is written', async () => {
    const opened: string[] = [];
    for (const target of spellingsOf('/cheap/2').map((one) => `${one}?size=small`)) {
      const answer = await askWith(target).catch(() => null);
      if (answer && servedBy(answer) && !target.includes('/cheap/1')) opened.push(target);
    }
    expect(opened).toEqual([]);
  });

  it('opens nothing large, however the query is written', async () => {
    const opened: string[] = [];
    for (const query of sizes) {
      const served = await askWith(`/cheap/1?${query}`).then(servedBy, () => null);
      if (served?.size.includes('large')) opened.push(query);
    }
    expect(opened).toEqual([]);
  });

  it('is sold for the price of what is served, however that is written', async () => {
    const cheaper: string[] = [];
    for (const target of spellingsOf('/dear/1')) {
      const answer = await shop.ask({ target }).catch(() => null);
      const challenge = answer?.status === 402 ? readL402Challenge(answer.lines('www-authenticate')) : null;
      if (!challenge) continue;
      const sats = Number(decodePaymentRequest(challenge.invoice, 'regtest')?.amountMsat ?? 0n) / 1000;
      const { resource } = (JSON.parse(answer?.text ?? '{}') as { l402: { resource: string } }).l402;
      if (sats < DEAR_SATS && /^\/dear\//i.test(resource)) cheaper.push(target);
    }
    expect(cheaper).toEqual([]);
  });

  it.each(['X-HTTP-Method-Override', 'X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Uri'])(
    'is judged by the request line, whatever %s says',
    async (name) => {
      const headers = { [name]: name.endsWith('Override') ? 'GET' : '/cheap/1?size=small' };
      const request = withPurchase({ method: 'POST', target: '/dear/1', headers }, cheap);
      expect((await shop.ask(request)).status).toBe(402);
      const posted = withPurchase({ method: 'POST', target: '/cheap/1?size=small', headers }, cheap);
      expect((await shop.ask(posted)).status).toBe(402);
    },
  );
});
