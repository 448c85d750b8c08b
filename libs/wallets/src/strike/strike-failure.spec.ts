import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { createLogger } from '@turnpike/observability';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testSurroundings } from '../testing/emulated-wallet.js';
import type { EmulatorAnswer } from '../../../../test/support/emulators/emulator.js';
import { failureOf, OpenedProvider } from '../testing/opened-provider.js';
import { ScriptedEmulator } from '../../../../test/support/emulators/scripted-emulator.js';
import { strikeError } from '../../../../test/support/emulators/strike-refusal.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  WalletError,
} from '../wallet-errors.js';
import type { CallBudget } from '../call-budget.js';
import type { InvoiceReference } from '../wallet-provider.js';
import { strikeKind } from './strike.kind.js';

const apiKey = 'deadbeef'.repeat(8);
const logged: string[] = [];
const overruns: number[] = [];
const budget: CallBudget = {
  take: () => Promise.resolve(),
  overrun: (seconds) => void overruns.push(seconds),
};
let emulator: ScriptedEmulator;
let opened: OpenedProvider;

beforeEach(async () => {
  logged.length = 0;
  overruns.length = 0;
  emulator = new ScriptedEmulator(() => ({ status: 500 }));
  await emulator.start();
  const logger = createLogger({ logLevel: 'trace' }, { write: (line) => void logged.push(line) });
  const kind = strikeKind({ ...testSurroundings(), logger }, new URL(emulator.url));
  opened = new OpenedProvider(kind, { apiKey }, { budget });
});

afterEach(async () => {
  await opened.close();
  await emulator.stop();
});

async function failing(answer: EmulatorAnswer): Promise<unknown> {
  emulator.respond = () => answer;
  const error = await failureOf(opened.create());
  expect(error).toBeInstanceOf(WalletError);
  expect(`${inspect(error, { depth: 9 })} ${logged.join('')}`).not.toContain(apiKey);
  return error;
}

describe('an error of Strike', () => {
  it.each([
    ['a key that is no more', strikeError(401), new CredentialInvalid()],
    ['a scope that is missing', strikeError(403), new CredentialInvalid()],
    ['maintenance', strikeError(503), new Unavailable(60)],
    ['a fault of its own', strikeError(500), new Unavailable(5)],
    ['no Lightning', strikeError(422, 'LN_UNAVAILABLE'), new Unavailable(5)],
    ['a gateway in between', { status: 502, body: '<html>' }, new Unavailable(5)],
    ['too many calls: the key is locked for an hour', strikeError(429), new RateLimited(3_600)],
    ['an amount', strikeError(422, 'AMOUNT_TOO_LOW'), new Rejected('amount')],
    [
      'an amount, by its member',
      strikeError(400, 'INVALID_DATA', { 'bolt11.amount.amount': ['X'] }),
      new Rejected('amount'),
    ],
    ['a description', strikeError(400, 'INVALID_DATA', { description: ['X'] }), new Rejected('description')],
    ['an expiry', strikeError(400, 'INVALID_DATA', { expiryInSeconds: ['X'] }), new Rejected('expiry')],
    ['something', strikeError(400), new Rejected('request')],
    ['an error that it does not describe', { status: 400, body: 'no JSON' }, new Rejected('request')],
    [
      'an error described otherwise',
      { status: 400, body: { data: [1], traceId: 7 } },
      new Rejected('request'),
    ],
    ['a route that is not there', strikeError(404), new ProtocolViolation('status 404')],
    [
      'a way elsewhere',
      { status: 302, headers: { location: 'https://else.example' } },
      new ProtocolViolation('status 302'),
    ],
  ])('about %s', async (_what, answer, expected) => {
    const error = await failing(answer);
    expect(error).toBeInstanceOf(expected.constructor);
    expect(JSON.stringify(error)).toBe(JSON.stringify(expected));
  });

  it('that says when to come back is taken at its word, and tells the budget', async () => {
    const answer = { ...strikeError(429), headers: { 'retry-after': '120' } };
    expect(await failing(answer)).toMatchObject({ retryAfterSeconds: 120 });
    await failing(strikeError(429));
    expect(overruns).toEqual([120, 3_600]);
  });

  it('is logged by its trace id, unless that could be a secret', async () => {
    const { body, status } = strikeError(422) as { status: number; body: { traceId: string; data: object } };
    await failing({ status, body });
    expect(logged.join('')).toContain(body.traceId);
    await failing({ status, body: { ...body, traceId: apiKey } });
  });
});

describe('an answer of Strike', () => {
  const readable = async (change: object, inner: object = {}): Promise<EmulatorAnswer> => {
    const made = await new BookNode().createInvoice({ amountMsat: 21_000n, expirySeconds: 600 });
    const bolt11 = {
      invoice: made.paymentRequest,
      requestedAmount: { amount: '0.00000021', currency: 'BTC' },
      btcAmount: '0.00000021',
      paymentHash: made.paymentHash.toUpperCase(),
      expires: made.expiresAt.toISOString(),
      ...inner,
    };
    return { status: 201, body: { receiveRequestId: randomUUID().toUpperCase(), bolt11, ...change } };
  };

  it('may leave out what it claims beside the invoice', async () => {
    const none = { requestedAmount: null, btcAmount: null, paymentHash: null, expires: null };
    const answer = await readable({}, none);
    emulator.respond = () => answer;
    expect((await opened.create()).providerRef).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each<[string, object, object]>([
    ['no id', { receiveRequestId: null }, {}],
    ['an id that leads elsewhere', { receiveRequestId: '../../v1/payments' }, {}],
    ['no invoice', { bolt11: null }, {}],
    ['an invoice that is no text', {}, { invoice: { toString: 1 } }],
    ['another requested amount', {}, { requestedAmount: { amount: '0.00000022', currency: 'BTC' } }],
    ['a requested amount that is no number', {}, { requestedAmount: { amount: 'NaN', currency: 'BTC' } }],
    ['another amount in bitcoin', {}, { btcAmount: '0.21' }],
    ['another end', {}, { expires: '2036-01-01T00:00:00Z' }],
    ['an end that is no date', {}, { expires: 'soon' }],
  ])('with %s is a breach of protocol', async (_what, change, inner) => {
    expect(await failing(await readable(change, inner))).toBeInstanceOf(ProtocolViolation);
  });

  it.each<[string, unknown]>([
    ['no list', {}],
    ['a list of nothing', { items: [null] }],
    ['receives of another request', { items: [{ receiveId: 'x', receiveRequestId: randomUUID() }] }],
    ['more than a page', { items: Array.from({ length: 101 }, () => ({})) }],
    ['a count that is none', { items: [], count: -1 }],
  ])('to a look-up with %s is a breach of protocol, never open', async (_what, body) => {
    emulator.respond = () => ({ status: 200, body });
    expect(await failureOf(opened.stateOf(reference()))).toBeInstanceOf(ProtocolViolation);
  });

  it('that has no end is read to a bound', async () => {
    const ref = reference();
    emulator.respond = ({ url }) => {
      const item = (index: number): object => ({
        receiveId: `${url.searchParams.get('$skip') ?? ''}-${index}`,
        receiveRequestId: ref.providerRef,
        state: 'PENDING',
      });
      return { status: 200, body: { items: Array.from({ length: 100 }, (_, index) => item(index)) } };
    };
    expect(await opened.stateOf(ref)).toEqual({ is: 'unknown', because: 'partial-answer' });
    expect(emulator.requests).toHaveLength(5);
  });

  it('to fifty invoices that are none of its ids is not even asked for', async () => {
    const odd = { ...reference(), providerRef: "' or 1 eq 1&$top=1" };
    expect(await opened.stateOf(odd)).toEqual({ is: 'unknown', because: 'not-found' });
    expect(emulator.requests).toEqual([]);
  });
});

describe('an amount', () => {
  it.each([0n, 1n, 999n, 1_001n])('of %s msat is refused before it is asked for', async (amountMsat) => {
    expect(await failureOf(opened.create({ amountMsat }))).toMatchObject({ member: 'amount' });
    expect(emulator.requests).toEqual([]);
  });
});

it('a request has the key in its header and no empty description', async () => {
  await failureOf(opened.create({ description: '' }));
  await failureOf(opened.create({ description: 'x' }));
  const [first, second] = emulator.requests;
  expect(first?.headers.authorization).toBe(`Bearer ${apiKey}`);
  const bodyOf = (body?: Buffer): unknown => JSON.parse(body?.toString() ?? '');
  const bolt11 = { amount: { amount: '0.00000021', currency: 'BTC' }, expiryInSeconds: 600 };
  expect(bodyOf(first?.body)).toEqual({ bolt11, targetCurrency: 'BTC' });
  expect(bodyOf(second?.body)).toEqual({ bolt11: { ...bolt11, description: 'x' }, targetCurrency: 'BTC' });
});

function reference(): InvoiceReference {
  const [createdAt, expiresAt] = [new Date(), new Date()];
  const paymentHash = parsePaymentHash('ab'.repeat(32)) as PaymentHash;
  return { paymentHash, providerRef: randomUUID(), paymentRequest: 'lnbcrt1', createdAt, expiresAt };
}
