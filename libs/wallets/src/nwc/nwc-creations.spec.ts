import { randomUUID } from 'node:crypto';
import { openNwc, type NwcUnderTest } from '../testing/nwc-under-test.js';
import type { NwcManners } from '../../../../test/support/nostr/nwc-wallet.js';
import { Deadline } from '../deadline.js';
import type { GuardedInvoice } from '../guarded-wallet.js';
import { RateLimited, Unavailable, UnknownOutcome } from '../wallet-errors.js';

let under: NwcUnderTest;

async function open(manners: NwcManners = {}, methods?: readonly string[]): Promise<void> {
  under = await openNwc({ manners, ...(methods === undefined ? {} : { habits: { methods } }) });
}

afterEach(() => under.close());

function create(challengeId: string, millis = 5_000): Promise<GuardedInvoice> {
  const asked = { challengeId, amountMsat: 21_000n, description: 'weather', expirySeconds: 600 };
  return under.wallet.createInvoice(asked, Deadline.in(millis));
}

/** The ids of the requests for invoices that the wallet got. */
const asked = (): string[] =>
  under.service.requests.filter(({ method }) => method === 'make_invoice').map(({ event }) => event.id);

describe('an invoice whose answer got lost', () => {
  it('is asked for by the same event, and found in the list of a wallet that does not answer twice', async () => {
    await open({ dedupes: true });
    await under.failWith('lost-answer');
    const made = await create(randomUUID());
    expect(new Set(asked()).size).toBe(1);
    expect(under.node.all().map(({ paymentHash }) => paymentHash)).toEqual([made.paymentRequest.paymentHash]);
  });

  it('is found in silence too, and not taken for that of another challenge', async () => {
    await open({ dedupes: true });
    under.service.intercept = (request) => {
      if (request.method !== 'make_invoice') return false;
      void under.service.books.answer(request.method, request.params);
      return true;
    };
    const [one, other] = [randomUUID(), randomUUID()];
    await expect(create(one, 300)).rejects.toBeInstanceOf(UnknownOutcome);
    await expect(create(other, 300)).rejects.toBeInstanceOf(UnknownOutcome);
    const [first, second] = [await create(one), await create(other)];
    expect([first, second].map(({ paymentRequest }) => paymentRequest.paymentHash)).toEqual(
      under.node.all().map(({ paymentHash }) => paymentHash),
    );
    expect(new Set(asked()).size).toBe(2);
  });

  it('stays unknown where the wallet has no list and does not answer twice', async () => {
    await open({ dedupes: true }, ['make_invoice', 'lookup_invoice']);
    await under.failWith('lost-answer');
    await expect(create(randomUUID(), 2_500)).rejects.toBeInstanceOf(UnknownOutcome);
    expect(new Set(asked()).size).toBe(1);
  });

  it('is answered by a wallet that does answer twice', async () => {
    await open({ dedupes: false }, ['make_invoice', 'lookup_invoice']);
    await under.failWith('lost-answer');
    expect((await create(randomUUID())).paymentRequest.amountMsat).toBe(21_000n);
    expect([asked().length, new Set(asked()).size]).toEqual([2, 1]);
  });
});

describe('an invoice that was refused', () => {
  it('is asked for by a new event, since the old one was dealt with', async () => {
    await open();
    const challengeId = randomUUID();
    await under.failWith('rate-limited');
    await expect(create(challengeId)).rejects.toBeInstanceOf(RateLimited);
    under.service.books.faults.clear();
    await create(challengeId);
    expect(new Set(asked()).size).toBe(2);
  });

  it.each([
    ['rate-limited: slow down', RateLimited],
    ['auth-required: who are you', Unavailable],
    ['blocked: no', Unavailable],
  ])('by the relay, has not been made: %p', async (why, kind) => {
    await open();
    under.relay.intercept = ([type, event], send) => {
      if (type === 'EVENT') send(['OK', (event as { id: string }).id, false, why]);
      return type === 'EVENT';
    };
    await expect(create(randomUUID())).rejects.toBeInstanceOf(kind);
    expect(asked()).toEqual([]);
  });
});

describe('a request', () => {
  it('is published after the subscription for its answer, and says how long it is good for', async () => {
    await open();
    const before = Math.floor(Date.now() / 1000);
    await create(randomUUID());
    const ours = under.relay.frames.filter(({ ofWallet }) => !ofWallet);
    const published = ours.findIndex(({ message }) => message[0] === 'EVENT' && message.length === 2);
    const event = ours[published]?.message[1] as { id: string; tags: string[][] };
    const subscribed = ours.findIndex(({ message }) =>
      JSON.stringify(message).includes(`"#e":["${event.id}"]`),
    );
    const stands = ours.findIndex(
      ({ message }) => message[0] === 'EOSE' && message[1] === ours[subscribed]?.message[1],
    );
    expect(subscribed).toBeGreaterThanOrEqual(0);
    expect(stands).toBeGreaterThan(subscribed);
    expect(published).toBeGreaterThan(stands);
    const tags = Object.fromEntries(event.tags) as Record<string, string>;
    expect(tags).toMatchObject({ p: under.service.identity.walletPubkey, encryption: 'nip44_v2' });
    const goodFor = Number(tags['expiration']) - before;
    expect(goodFor).toBeGreaterThanOrEqual(6);
    expect(goodFor).toBeLessThanOrEqual(60);
  });

  it('is sent without waiting for a relay that never says that a subscription stands', async () => {
    await open();
    under.relay.suppress = ([type]) => type === 'EOSE';
    expect((await create(randomUUID())).paymentRequest.amountMsat).toBe(21_000n);
  });

  it('outlives a subscription that the relay ends, which is begun anew', async () => {
    await open();
    let ended = 0;
    under.relay.intercept = ([type, id, filter], send) => {
      const isForAnswer = type === 'REQ' && (filter as { kinds: number[] }).kinds[0] === 23_195;
      if (!isForAnswer || ended > 0) return false;
      ended += 1;
      send(['CLOSED', id, 'error: shutting down']);
      return true;
    };
    expect((await create(randomUUID())).paymentRequest.amountMsat).toBe(21_000n);
    expect([ended, asked().length]).toEqual([1, 1]);
  });

  it('is not sent again when that happens while the answer is awaited', async () => {
    await open();
    const { relay } = under;
    let subscription: unknown;
    let published = 0;
    relay.intercept = ([type, id, filter], send) => {
      if (type === 'REQ' && (filter as { kinds: number[] }).kinds[0] === 23_195) subscription ??= id;
      if (type !== 'EVENT') return false;
      published += 1;
      send(['CLOSED', subscription, 'error: shutting down']);
      return false;
    };
    expect((await create(randomUUID())).paymentRequest.amountMsat).toBe(21_000n);
    expect([published, asked().length]).toEqual([1, 1]);
  });
});
