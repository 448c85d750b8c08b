import { randomUUID } from 'node:crypto';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testSurroundings } from '../testing/emulated-wallet.js';
import { failureOf, OpenedProvider } from '../testing/opened-provider.js';
import { ScriptedEmulator } from '../../../../test/support/emulators/scripted-emulator.js';
import { STRIKE_SCOPES, StrikeEmulator } from '../../../../test/support/emulators/strike-emulator.js';
import { strikeError } from '../../../../test/support/emulators/strike-refusal.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
} from '../wallet-errors.js';
import { listsPayments } from '../wallet-provider.js';
import { strikeKind } from './strike.kind.js';

const credentials = { apiKey: 'decade'.repeat(8), quotes: true };
let node: BookNode;
let emulator: StrikeEmulator;
let opened: OpenedProvider;

function openOn(url: string): OpenedProvider {
  return new OpenedProvider(strikeKind(testSurroundings(), new URL(url)), credentials);
}

beforeEach(async () => {
  node = new BookNode();
  emulator = new StrikeEmulator({ node, apiKey: credentials.apiKey });
  await emulator.start();
  opened = openOn(emulator.url);
});

afterEach(async () => {
  await opened.close();
  await emulator.stop();
});

describe('a quote', () => {
  it.each([30, 59])('that lives for %i seconds is not handed out', async (seconds) => {
    emulator.quoteSeconds = seconds;
    expect(await failureOf(opened.create())).toBeInstanceOf(Unavailable);
  });

  it('that lives long enough is', async () => {
    emulator.quoteSeconds = 60;
    const { createdAt, expiresAt } = await opened.create();
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(60_000);
  });

  it('is asked for again, for the one invoice of a challenge', async () => {
    const challengeId = randomUUID();
    const [first, second] = [await opened.create({ challengeId }), await opened.create({ challengeId })];
    expect(second.providerRef).toBe(first.providerRef);
    expect(second.paymentHash).not.toBe(first.paymentHash);
    await node.pay(second.paymentHash);
    expect(await opened.stateOf(second)).toMatchObject({ is: 'settled', receivedMsat: 21_000n });
    expect(await failureOf(opened.create({ challengeId }))).toBeInstanceOf(Rejected);
  });

  it('for a challenge with another amount is not given', async () => {
    const challengeId = randomUUID();
    await opened.create({ challengeId });
    const other = opened.create({ challengeId, amountMsat: 22_000n });
    expect(await failureOf(other)).toBeInstanceOf(ProtocolViolation);
  });

  it('needs a challenge id that can stand in a filter', async () => {
    const error = await failureOf(opened.create({ challengeId: "' or 'a' eq 'a" }));
    expect(error).toMatchObject({ member: 'request' });
    expect(emulator.calls).toEqual([]);
  });
});

describe('a look-up of an invoice', () => {
  it('says what Strike says', async () => {
    const [pending, cancelled, lost] = [await opened.create(), await opened.create(), await opened.create()];
    node.setState(pending.paymentHash, 'pending');
    emulator.quotes.cancel(cancelled.providerRef);
    expect(await opened.stateOf(pending)).toEqual({ is: 'pending' });
    expect(await opened.stateOf(cancelled)).toEqual({ is: 'cancelled' });
    emulator.faults.notFoundFor = 1;
    expect(await opened.stateOf(lost)).toEqual({ is: 'unknown', because: 'not-found' });
    expect(await opened.stateOf(lost)).toEqual({ is: 'open' });
  });
});

it('a key for receive requests alone is not accepted, and there is no list of payments', async () => {
  expect(listsPayments(opened.provider)).toBe(false);
  const other = new StrikeEmulator({
    node,
    apiKey: credentials.apiKey,
    scopes: STRIKE_SCOPES.filter((scope) => !scope.startsWith('partner.invoice')),
  });
  await other.start();
  const refused = openOn(other.url);
  expect(await failureOf(refused.create())).toBeInstanceOf(CredentialInvalid);
  await refused.close();
  await other.stop();
});

describe('an answer about invoices', () => {
  const amount = { amount: '0.00000021', currency: 'BTC' };
  const invoice = { invoiceId: randomUUID(), state: 'UNPAID', amount };
  const quote = { lnInvoice: 'lnbcrt1', expirationInSec: 3_600, sourceAmount: amount };
  let scripted: ScriptedEmulator;
  let hostile: OpenedProvider;

  beforeEach(async () => {
    scripted = new ScriptedEmulator(() => ({ status: 500 }));
    await scripted.start();
    hostile = openOn(scripted.url);
  });

  afterEach(async () => {
    await hostile.close();
    await scripted.stop();
  });

  it.each<[string, object, object]>([
    ['an id that leads elsewhere', { invoiceId: '../../payment-quotes' }, {}],
    ['another amount', { amount: { amount: '0.1', currency: 'BTC' } }, {}],
    ['an amount in dollars', { amount: { amount: '0.00000021', currency: 'USD' } }, {}],
    ['a quote without an end', {}, { expirationInSec: null }],
    ['a quote for another amount', {}, { sourceAmount: { amount: '0.1', currency: 'BTC' } }],
    ['a quote without an invoice', {}, { lnInvoice: '' }],
  ])('with %s is a breach of protocol', async (_what, invoiceChange, quoteChange) => {
    scripted.respond = ({ url }) => {
      const isQuote = url.pathname.endsWith('/quote');
      return { status: 201, body: isQuote ? { ...quote, ...quoteChange } : { ...invoice, ...invoiceChange } };
    };
    expect(await failureOf(hostile.create())).toBeInstanceOf(ProtocolViolation);
  });

  it('that calls nothing a duplicate is a breach of protocol', async () => {
    scripted.respond = ({ method }) =>
      method === 'GET' ? { status: 200, body: { items: [] } } : strikeError(409, 'DUPLICATE_INVOICE');
    expect(await failureOf(hostile.create())).toBeInstanceOf(ProtocolViolation);
  });

  it('that there are too many lasts a minute, for these have a limit of their own', async () => {
    scripted.respond = () => strikeError(429);
    const error = await failureOf(hostile.create());
    expect(error).toBeInstanceOf(RateLimited);
    expect(error).toMatchObject({ retryAfterSeconds: 60 });
  });

  it.each<[string, object]>([
    ['another invoice', { ...invoice, state: 'PAID', invoiceId: randomUUID() }],
    ['a state that is not known', { state: 'SETTLED', amount }],
  ])('with %s leaves it unknown', async (_what, body) => {
    const known = await opened.create();
    scripted.respond = () => ({ status: 200, body: { invoiceId: known.providerRef, ...body } });
    expect(await hostile.stateOf(known)).toEqual({ is: 'unknown', because: 'unreadable' });
  });
});
