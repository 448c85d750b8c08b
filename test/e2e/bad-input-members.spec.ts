import { expectProblemDocument, whatIsWritten } from '../support/problem-answers.js';
import { type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let offer: PaidOffer;
let openInvoice: string;
let written: Record<string, unknown>;

const MINT = '/api/l402/challenges';
const VERIFY = '/api/l402/challenges/verify';
const PAY = '/api/sandbox/pay';
/** A good body of each route. */
const good = (path: string): object => {
  if (path === MINT) return { resource: '/r', priceSats: 5 };
  if (path === PAY) return { invoice: openInvoice };
  return { macaroon: offer.macaroon, preimage: offer.preimage };
};

beforeAll(async () => {
  shop = await SandboxShop.open();
  offer = await shop.paid();
  openInvoice = (await shop.minted()).invoice;
  written = await whatIsWritten(shop.pool);
});

afterAll(() => shop.close());

afterEach(async () => {
  expect(await whatIsWritten(shop.pool)).toEqual(written);
});

const NO_TEXT = [7, 0, true, {}, [], ['x']];
const NO_INTEGER = ['5', '', 1.5, -0.5, true, {}, [], [5], 0, -1, 2 ** 53, -(2 ** 53)];
const NO_BOOLEAN = ['true', 'false', '', 0, 1, {}, [true]];
const COMPULSORY = [null, undefined];

const MEMBERS: [path: string, member: string, wrong: unknown[]][] = [
  [MINT, 'resource', [...NO_TEXT, ...COMPULSORY]],
  [MINT, 'priceSats', [...NO_INTEGER, ...COMPULSORY, 100_000_001]],
  [MINT, 'description', NO_TEXT],
  [MINT, 'maxUses', NO_INTEGER],
  [MINT, 'payer', NO_TEXT],
  [MINT, 'method', NO_TEXT],
  [MINT, 'bodySha256', NO_TEXT],
  [MINT, 'tokenValiditySeconds', NO_INTEGER],
  [MINT, 'metadata', ['x', 7, true, [], ['x'], { a: 1 }, { a: ['x'] }, { a: {} }, { '': 'x' }]],
  [VERIFY, 'macaroon', NO_TEXT],
  [VERIFY, 'preimage', [...NO_TEXT, ...COMPULSORY, '', ' ']],
  [VERIFY, 'credential', NO_TEXT],
  [VERIFY, 'resource', [...NO_TEXT, '']],
  [VERIFY, 'amountSats', NO_INTEGER],
  [VERIFY, 'minAmountSats', NO_INTEGER],
  [VERIFY, 'method', NO_TEXT],
  [VERIFY, 'bodySha256', NO_TEXT],
  [VERIFY, 'requestId', [...NO_TEXT, '', 'x'.repeat(129)]],
  [VERIFY, 'reserve', NO_BOOLEAN],
  [PAY, 'invoice', [...NO_TEXT, ...COMPULSORY, '']],
  [PAY, 'outcome', [...NO_TEXT, '', 'settle']],
  [PAY, 'settleDelaySeconds', [...NO_INTEGER.filter((value) => value !== 0), 61]],
];

describe('a member of a wrong type or value is 400 validation_failed and named, and nothing is written', () => {
  it.each(MEMBERS)('%s: %s', async (path, member, wrong) => {
    for (const value of wrong) {
      const reply = await shop.post(path, { ...good(path), [member]: value });
      expectProblemDocument(reply, 400, 'validation_failed');
      const errors = reply.body['errors'] as Record<string, string[]>;
      expect({ value, members: Object.keys(errors) }).toEqual({ value, members: [member] });
      expect(errors[member]).toEqual(expect.arrayContaining([expect.any(String)]));
      expect(reply.body['detail']).toBe(errors[member]?.[0]);
    }
  });

  it('a number beyond what JSON numbers can be', async () => {
    for (const priceSats of ['1e400', '-1e400', '9007199254740993', '1e-7']) {
      const reply = await shop.post(MINT, `{"resource":"/r","priceSats":${priceSats}}`);
      expectProblemDocument(reply, 400, 'validation_failed');
    }
  });
});

describe('NUL and lone surrogates are 400 in every text, and nothing is written', () => {
  const texts = MEMBERS.filter(([, , wrong]) => wrong.includes(7) && !wrong.includes('5'));

  it.each(texts.map(([path, member]) => [path, member] as const))('%s: %s', async (path, member) => {
    for (const bad of ['\u0000', 'a\u0000b', '\ud800', 'a\udfff', '\udc00\ud800']) {
      const value = member === 'metadata' ? { note: bad } : bad;
      const reply = await shop.post(path, { ...good(path), [member]: value });
      expectProblemDocument(reply, 400, 'validation_failed');
      const named = Object.keys(reply.body['errors'] as object);
      expect(named).toEqual([member === 'metadata' ? 'metadata.note' : member]);
    }
  });

  it.each([MINT, VERIFY, PAY])('%s: in names, and in members that it does not know', async (path) => {
    for (const more of [
      { 'a\u0000': 1 },
      { '\ud800': 1 },
      { unknown: '\u0000' },
      { unknown: [{ deep: '\ud800' }] },
    ]) {
      expectProblemDocument(await shop.post(path, { ...good(path), ...more }), 400, 'validation_failed');
    }
  });

  it('never repeats what was sent', async () => {
    const secret = 'secret-value-of-the-caller';
    for (const [path, body] of [
      [MINT, { resource: `${secret}\u0000`, priceSats: secret, metadata: { [`${secret}\u0000`]: secret } }],
      [VERIFY, { preimage: `${secret}\u0000`, amountSats: secret }],
      [VERIFY, { preimage: 'x', requestId: secret.repeat(20), reserve: secret }],
      [PAY, { invoice: 7, outcome: secret }],
    ] as const) {
      const { status, text } = await shop.post(path, body);
      expect(status).toBe(400);
      expect(text).not.toContain(secret);
    }
  });
});

describe('names that mean something to programs', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'])(
    'are ignored as every unknown member: %s',
    async (name) => {
      const value = '{"priceSats":1,"resource":"/polluted","preimage":"x","invoice":"x"}';
      for (const path of [MINT, VERIFY, PAY]) {
        expectProblemDocument(await shop.post(path, `{"${name}":${value}}`), 400, 'validation_failed');
      }
    },
  );
});
