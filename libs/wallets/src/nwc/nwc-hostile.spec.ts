import { randomUUID } from 'node:crypto';
import { generateSecretKey } from 'nostr-tools/pure';
import { openNwc, type NwcUnderTest } from '../testing/nwc-under-test.js';
import type { NwcRequestSeen, NwcWallet } from '../../../../test/support/nostr/nwc-wallet.js';
import { Deadline } from '../deadline.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from '../wallet-errors.js';
import type { GuardedInvoice } from '../guarded-wallet.js';

let under: NwcUnderTest;

// A rejection that nobody handles fails the test during which it comes: Jest sees to that, and leaves none to a listener.
beforeEach(async () => {
  under = await openNwc();
});
afterEach(() => under.close());
function create(millis = 5_000): Promise<GuardedInvoice> {
  const asked = {
    challengeId: randomUUID(),
    amountMsat: 21_000n,
    description: 'weather',
    expirySeconds: 600,
  };
  return under.wallet.createInvoice(asked, Deadline.in(millis));
}

type Answer = (wallet: NwcWallet, request: NwcRequestSeen) => void;

/** Lets the wallet answer invoices like this, and the rest as it should. */
function answerWith(answer: Answer, instead = true): void {
  under.service.intercept = (request) => {
    if (request.method !== 'make_invoice') return false;
    answer(under.service, request);
    return instead;
  };
}

const json =
  (value: unknown): Answer =>
  (wallet, request) =>
    wallet.respond(request, JSON.stringify(value));
const error = (code: unknown): Answer =>
  json({ result_type: 'make_invoice', error: { code, message: 'x' }, result: null });

describe('an answer that the wallet signed ends the call', () => {
  it.each<[string, Answer, abstract new (...args: never[]) => Error]>([
    [
      'with text that is no JSON',
      (wallet, request) => wallet.respond(request, '{"result":'),
      ProtocolViolation,
    ],
    ['with a list', json([]), ProtocolViolation],
    ['with null', json(null), ProtocolViolation],
    ['with nothing in it', json({}), ProtocolViolation],
    ['to another method', json({ result_type: 'pay_invoice', result: {} }), ProtocolViolation],
    ['with a result that is no object', json({ result_type: 'make_invoice', result: 7 }), ProtocolViolation],
    ['without an invoice', json({ result_type: 'make_invoice', result: { amount: 1 } }), ProtocolViolation],
    ['with an error that is a text', json({ error: 'INTERNAL' }), ProtocolViolation],
    [
      'with neither result nor error',
      json({ result_type: 'make_invoice', result: null, error: null }),
      Unavailable,
    ],
    [
      'with brackets in brackets',
      (wallet, request) => wallet.respond(request, '['.repeat(20_000)),
      ProtocolViolation,
    ],
    ['that is too long', (wallet, request) => wallet.respond(request, 'x'.repeat(60_000)), ProtocolViolation],
    ['that cannot be decrypted', publishRaw('x'.repeat(200)), ProtocolViolation],
    ['that looks encrypted in the older way', publishRaw('AAAA?iv=AAAA'), ProtocolViolation],
    ['in the older encryption, which is fine', inOldWay, Unavailable],
    ['RATE_LIMITED', error('RATE_LIMITED'), RateLimited],
    ['QUOTA_EXCEEDED', error('QUOTA_EXCEEDED'), RateLimited],
    ['UNAUTHORIZED', error('UNAUTHORIZED'), CredentialInvalid],
    ['RESTRICTED', error('RESTRICTED'), CredentialInvalid],
    ['NOT_IMPLEMENTED', error('NOT_IMPLEMENTED'), Rejected],
    ['INSUFFICIENT_BALANCE', error('INSUFFICIENT_BALANCE'), Rejected],
    ['BAD_REQUEST', error('BAD_REQUEST'), Rejected],
    ['INTERNAL', error('INTERNAL'), Unavailable],
    ['OTHER', error('OTHER'), Unavailable],
    ['UNSUPPORTED_ENCRYPTION', error('UNSUPPORTED_ENCRYPTION'), ProtocolViolation],
    ['a code that nobody knows', error('constructor'), Unavailable],
    ['a code that is no text', error({}), Unavailable],
  ])('%s', async (_what, answer, kind) => {
    answerWith(answer);
    await expect(create()).rejects.toBeInstanceOf(kind);
  });
});

function publishRaw(content: string): Answer {
  return (wallet, { event }) => wallet.publish(23_195, [['e', event.id]], content);
}

function inOldWay(wallet: NwcWallet, request: NwcRequestSeen): void {
  wallet.reply(request, { error: { code: 'INTERNAL', message: 'x' } }, { encryption: 'nip04' });
}

describe('an answer that is not of the wallet, or to something else, is passed over', () => {
  const spoiled = { result_type: 'make_invoice', error: { code: 'UNAUTHORIZED', message: 'x' } };
  const text = JSON.stringify(spoiled);

  it.each<[string, Answer]>([
    [
      'signed by another',
      (wallet, request) => wallet.respond(request, text, { secret: generateSecretKey() }),
    ],
    ['of another kind', (wallet, request) => wallet.respond(request, text, { kind: 23_196 })],
    [
      'to another request',
      (wallet, request) => wallet.respond(request, text, { tags: [['e', '0a'.repeat(32)]] }),
    ],
    ['to none', (wallet, request) => wallet.respond(request, text, { tags: [] })],
  ])('%s', async (_what, answer) => {
    answerWith(answer, false);
    expect((await create()).paymentRequest.amountMsat).toBe(21_000n);
  });

  it('also when the relay hands it over under the subscription of the call', async () => {
    const { service, relay } = under;
    const forged = { id: '0b'.repeat(32), sig: '0c'.repeat(64), created_at: 1, content: 'x' };
    answerWith((_wallet, { event }) => {
      const asked = relay.frames.filter(({ message }) => message[0] === 'REQ' && !isInfo(message[2]));
      const id = asked.at(-1)?.message[1];
      for (const author of [service.identity.walletPubkey, '0d'.repeat(32)]) {
        const fake = { ...forged, kind: 23_195, pubkey: author, tags: [['e', event.id]] };
        relay.sendToClients(JSON.stringify(['EVENT', id, fake]));
        relay.sendToClients(JSON.stringify(['EVENT', id, { ...fake, tags: 7 }]));
        relay.sendToClients(JSON.stringify(['EVENT', id, null]));
      }
    }, false);
    expect((await create()).paymentRequest.amountMsat).toBe(21_000n);
  });

  it('and silence is an unknown outcome', async () => {
    answerWith(() => undefined);
    await expect(create(300)).rejects.toBeInstanceOf(UnknownOutcome);
  });
});

function isInfo(filter: unknown): boolean {
  return (filter as { kinds: number[] }).kinds[0] === 13_194;
}

describe('a relay', () => {
  it.each([
    '',
    'null',
    '7',
    '{}',
    '[]',
    '[[]]',
    '["EVENT"]',
    '["EVENT",{},{}]',
    '["OK"]',
    '["OK",{},"true"]',
    '["EOSE",7]',
    '["CLOSED"]',
    '["NOTICE"]',
    '["AUTH",{}]',
    '["constructor"]',
    '['.repeat(50_000),
  ])('may say %p without harm', async (text) => {
    answerWith(() => {
      under.relay.sendToClients(text);
      under.relay.sendToClients(Buffer.from(text));
    }, false);
    expect((await create()).paymentRequest.amountMsat).toBe(21_000n);
  });

  it('that sends a message beyond all bounds loses its socket, and the call is told that nobody knows', async () => {
    answerWith(() => under.relay.sendToClients(`["EVENT","x","${'x'.repeat(300_000)}"]`));
    await expect(create(600)).rejects.toBeInstanceOf(UnknownOutcome);
    await under.relay.untilLeft();
    under.service.intercept = null;
    expect((await create()).paymentRequest.amountMsat).toBe(21_000n);
  });

  it('that floods us with what nobody asked for loses its socket', async () => {
    answerWith(() => {
      for (let count = 0; count < 400; count += 1) under.relay.sendToClients('["NOTICE","buy now"]');
    });
    await expect(create(600)).rejects.toBeInstanceOf(UnknownOutcome);
    await under.relay.untilLeft();
  });
});
