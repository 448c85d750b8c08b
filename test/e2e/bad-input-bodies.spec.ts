import { expectProblemDocument, whatIsWritten } from '../support/problem-answers.js';
import { head, sendRaw, valuesOf } from '../support/raw-http.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let written: Record<string, unknown>;
const paths = new Map<string, string>();

/** Every route that takes a body, or would take one. */
const ROUTES = ['mint', 'verify', 'pay', 'revoke', 'commit', 'release'] as const;
const pathOf = (route: string) => paths.get(route) ?? '';
/** Those where something in the body is compulsory. */
const NEEDY = ['mint', 'verify', 'pay'];

beforeAll(async () => {
  shop = await SandboxShop.open();
  const offer = await shop.paid({ maxUses: 3 });
  const { useId } = await shop.verify(offer, { reserve: true });
  paths.set('mint', '/api/l402/challenges');
  paths.set('verify', '/api/l402/challenges/verify');
  paths.set('pay', '/api/sandbox/pay');
  paths.set('revoke', `/api/l402/challenges/${offer.paymentHash}/revoke`);
  paths.set('commit', `/api/l402/uses/${useId}/commit`);
  paths.set('release', `/api/l402/uses/${useId}/release`);
  written = await whatIsWritten(shop.pool);
});

afterAll(() => shop.close());

afterEach(async () => {
  expect(await whatIsWritten(shop.pool)).toEqual(written);
});

describe('a body that is no JSON object is 400 malformed_json, and nothing is written', () => {
  const bodies: [string, string | Buffer][] = [
    ['an open brace', '{'],
    ['cut short', '{"resource":"/r","priceSats":5'],
    ['with a comma too many', '{"resource":"/r","priceSats":5,}'],
    ['in single quotes', "{'resource':'/r','priceSats':5}"],
    ['with a comment', '{"resource":"/r"/**/,"priceSats":5}'],
    ['two objects', '{"resource":"/r","priceSats":5}{}'],
    ['an array', '[]'],
    ['an array of objects', '[{"resource":"/r","priceSats":5}]'],
    ['a string', '"resource"'],
    ['a number', '7'],
    ['true', 'true'],
    ['null', 'null'],
    ['undefined', 'undefined'],
    ['a form', 'resource=/r&priceSats=5'],
    ['blank', ' '],
    ['after a byte order mark', '\ufeff{"resource":"/r","priceSats":5}'],
    [
      'not UTF-8',
      Buffer.from([...Buffer.from('{"resource":"'), 0xc3, 0x28, ...Buffer.from('","priceSats":5}')]),
    ],
    [
      'an encoded surrogate',
      Buffer.from([...Buffer.from('{"resource":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]),
    ],
    ['with a bare control character', '{"resource":"/\u0001","priceSats":5}'],
  ];

  it.each(bodies)('%s', async (_what, body) => {
    for (const route of ROUTES) {
      expectProblemDocument(await shop.post(pathOf(route), body), 400, 'malformed_json');
    }
  });

  it('nothing, where a member is compulsory', async () => {
    for (const route of NEEDY) {
      expectProblemDocument(await shop.post(pathOf(route), ''), 400, 'malformed_json');
      expectProblemDocument(await shop.post(pathOf(route)), 400, 'malformed_json');
    }
  });
});

describe('a body of another content type is 415, and nothing is written', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/problem+json',
    'application/jsonp',
    'application/json-seq',
    'json',
    '*/*',
    ' ',
  ])('%j', async (type) => {
    for (const route of ROUTES) {
      const reply = await shop.post(pathOf(route), '{"resource":"/r","priceSats":5}', {
        'content-type': type,
      });
      expectProblemDocument(reply, 415, 'unsupported_media_type');
    }
  });

  it('none at all', async () => {
    for (const route of ROUTES) {
      const lines = [`X-API-Key: ${shop.key}`, 'Content-Length: 2'];
      const reply = await sendRaw(shop.api.baseUrl, `${head(`POST ${pathOf(route)}`, ...lines)}{}`);
      expect(reply.status).toBe(415);
      expect(valuesOf(reply, 'content-type')).toEqual(['application/problem+json']);
    }
  });
});

describe('a body over 64 KiB is 413, and nothing is written', () => {
  const sized = (bytes: number) => {
    const rest = '{"resource":"/r","priceSats":0,"preimage":"","invoice":"","pad":""}';
    return rest.replace('""}', `"${'x'.repeat(bytes - rest.length)}"}`);
  };

  it('by one byte', async () => {
    expect(sized(65_537)).toHaveLength(65_537);
    for (const route of ROUTES) {
      expectProblemDocument(await shop.post(pathOf(route), sized(65_537)), 413, 'payload_too_large');
    }
  });

  it('by one byte that was not announced', async () => {
    for (const route of ROUTES) {
      const lines = [
        `X-API-Key: ${shop.key}`,
        'Content-Type: application/json',
        'Transfer-Encoding: chunked',
      ];
      const chunk = `10001\r\n${sized(65_537)}\r\n0\r\n\r\n`;
      const reply = await sendRaw(shop.api.baseUrl, head(`POST ${pathOf(route)}`, ...lines) + chunk);
      expect([reply.status, JSON.parse(reply.body)['error']]).toEqual([413, 'payload_too_large']);
    }
  });

  it('but is read up to that', async () => {
    for (const route of NEEDY) {
      expectProblemDocument(await shop.post(pathOf(route), sized(65_536)), 400, 'validation_failed');
    }
  });
});

describe('a body that is nested beyond reason', () => {
  it.each([
    ['arrays', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
  ])('of %s does no harm', async (_what, deep) => {
    for (const member of ['metadata', 'unknown', 'resource']) {
      for (const route of NEEDY) {
        const reply = await shop.post(pathOf(route), `{"${member}":${deep}}`);
        expectProblemDocument(reply, 400, 'validation_failed');
      }
    }
  });
});
