import { createLogger } from '@turnpike/observability';
import { AddressGuard } from '@turnpike/outbound';
import { finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure';
import { TestRelay } from '../../../../test/support/nostr/test-relay.js';
import { CredentialInvalid, Unavailable } from '../wallet-errors.js';
import type { NostrEvent, NostrFilter } from './nostr-event.js';
import { nwcBounds } from './nwc-bounds.js';
import { RelayFailure, type RelayEnd } from './relay-failure.js';
import { RelayPool } from './relay-pool.js';
import type { RelaySocket } from './relay-socket.js';

const secret = generateSecretKey();
const author = getPublicKey(secret);
const filter: NostrFilter = { kinds: [23_195], authors: [author] };
const signal = AbortSignal.timeout(20_000);
const nobody = { onEvent: () => true, onStored: () => undefined, onEnd: () => undefined };
const busy = new RelayFailure('busy');

let relay: TestRelay;
let pool: RelayPool;
let lines: string;

beforeEach(async () => {
  relay = new TestRelay();
  await relay.start();
  lines = '';
  const logger = createLogger({ logLevel: 'trace' }, { write: (line) => (lines += line) });
  pool = new RelayPool(new AddressGuard(['127.0.0.1']), logger);
});

afterEach(async () => {
  pool.close();
  await relay.stop();
});

function event(content = 'x', tags: string[][] = []): NostrEvent {
  return finalizeEvent({ kind: 23_195, created_at: Math.floor(Date.now() / 1000), tags, content }, secret);
}

async function ready(): Promise<RelaySocket> {
  const socket = pool.at(new URL(relay.url));
  await socket.ready(signal, 'urgent');
  return socket;
}

/** Subscribes, waits until that stands, and lets a test wait for events and for the end. */
async function subscribe(socket: RelaySocket, wanted = filter) {
  const events: NostrEvent[] = [];
  let onEvent = (): void => undefined;
  const first = new Promise<void>((resolve) => (onEvent = resolve));
  let stored = (): void => undefined;
  let end: (end: RelayEnd) => void = () => undefined;
  const ended = new Promise<RelayEnd>((resolve) => (end = resolve));
  const standing = new Promise<void>((resolve) => (stored = resolve));
  const stop = socket.subscribe(wanted, {
    onEvent: (one) => {
      events.push(one);
      onEvent();
      return true;
    },
    onStored: stored,
    onEnd: end,
  });
  await Promise.race([standing, ended]);
  return { events, first, ended, stop };
}

describe('one socket for each relay', () => {
  it('serves everybody who asks for that relay, at the same time too', async () => {
    await Promise.all(Array.from({ length: 20 }, ready));
    expect([relay.connectedCount, pool.size]).toEqual([1, 1]);
  });

  it('hands each event to whoever subscribed, and no more once that is over', async () => {
    const socket = await ready();
    const [one, other] = [
      await subscribe(socket, { ...filter, '#e': ['01'.repeat(32)] }),
      await subscribe(socket, { ...filter, '#e': ['02'.repeat(32)] }),
    ];
    await socket.publish(event('first', [['e', '01'.repeat(32)]]));
    await one.first;
    one.stop();
    await relay.untilFrame(({ message }) => message[0] === 'CLOSE');
    await socket.publish(event('second', [['e', '01'.repeat(32)]]));
    await socket.publish(event('third', [['e', '02'.repeat(32)]]));
    await other.first;
    expect([one.events, other.events].map((list) => list.map(({ content }) => content))).toEqual([
      ['first'],
      ['third'],
    ]);
  });

  it('ends all that was under way when it is lost, and is opened again for the next', async () => {
    const socket = await ready();
    const { ended } = await subscribe(socket);
    relay.intercept = ([type]) => type === 'EVENT' && (relay.dropClients(), true);
    await expect(socket.publish(event())).rejects.toMatchObject({ end: 'lost' });
    expect(await ended).toBe('lost');
    await ready();
    expect(relay.connectedCount).toBe(2);
  });

  it('is opened once for all who wait for it', async () => {
    await ready();
    for (let count = 0; count < 2; count += 1) {
      relay.dropClients();
      await relay.untilLeft();
      // Until our side knows too.
      while (pool.at(new URL(relay.url)).isOpen) await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([ready(), ready(), ready()]);
    }
    expect(relay.connectedCount).toBe(3);
  });

  it('that cannot be opened is unavailable, at an address that is refused says so', async () => {
    await relay.stop();
    await expect(ready()).rejects.toBeInstanceOf(Unavailable);
    const refused = pool.at(new URL('ws://localhost:1/'));
    await expect(refused.ready(signal, 'urgent')).rejects.toBeInstanceOf(CredentialInvalid);
  });

  it('is idle when nobody waits for anything of it', async () => {
    const socket = await ready();
    const { stop } = await subscribe(socket);
    expect(socket.isIdleFor(0)).toBe(false);
    stop();
    expect([socket.isIdleFor(0), socket.isIdleFor(nwcBounds.idleMillis)]).toEqual([true, false]);
  });

  it('is no more once the pool is closed', async () => {
    const socket = await ready();
    pool.close();
    await relay.untilLeft();
    await expect(socket.ready(signal, 'urgent')).rejects.toBeInstanceOf(Unavailable);
    expect(() => pool.at(new URL(relay.url))).toThrow(Unavailable);
  });
});

describe('what a relay refuses', () => {
  it.each([
    ['rate-limited: slow down', 'rate-limited'],
    ['auth-required: who are you', 'auth-required'],
    ['restricted: members only', 'auth-required'],
    ['blocked: no', 'refused'],
    [7, 'refused'],
  ])('fails a publish at once: %p', async (why, end) => {
    const socket = await ready();
    relay.intercept = ([type, body], send) => {
      if (type === 'EVENT') send(['OK', (body as NostrEvent).id, false, why]);
      return type === 'EVENT';
    };
    await expect(socket.publish(event())).rejects.toMatchObject({ end });
  });

  it('because it has it already, it has', async () => {
    const socket = await ready();
    relay.intercept = ([type, body], send) => {
      if (type === 'EVENT') send(['OK', (body as NostrEvent).id, false, 'duplicate: have it']);
      return type === 'EVENT';
    };
    await expect(socket.publish(event())).resolves.toBeUndefined();
  });

  it.each([
    ['auth-required: who are you', 'auth-required'],
    ['rate-limited: slow down', 'rate-limited'],
    ['error: shutting down', 'closed'],
  ])('ends a subscription: %p', async (why, end) => {
    const socket = await ready();
    relay.intercept = ([type, id], send) => {
      if (type === 'REQ') send(['CLOSED', id, why]);
      return type === 'REQ';
    };
    expect(await (await subscribe(socket)).ended).toBe(end);
  });
});

describe('what a relay may do to us', () => {
  it('a notice is noted without its words', async () => {
    const socket = await ready();
    relay.sendToClients('["NOTICE","the secret word"]');
    await subscribe(socket);
    expect(lines).toContain('a relay sent a notice');
    expect(lines).not.toContain('secret word');
  });

  it('too long a message ends the subscription that it is for, and nothing else', async () => {
    const socket = await ready();
    const [one, other] = [await subscribe(socket), await subscribe(socket, { ...filter, kinds: [1] })];
    const [first] = relay.frames.filter(({ message }) => message[0] === 'REQ');
    relay.sendToClients(JSON.stringify(['EVENT', first?.message[1], 'x'.repeat(nwcBounds.messageCharsMax)]));
    expect(await one.ended).toBe('too-long');
    await socket.publish({
      ...event(),
      ...finalizeEvent({ kind: 1, created_at: 1, tags: [], content: '' }, secret),
    });
    await other.first;
    expect(relay.connectedCount).toBe(1);
  });

  it('subscriptions are bounded in number', async () => {
    const socket = await ready();
    for (let count = 0; count < nwcBounds.subscriptionsMax; count += 1) socket.subscribe(filter, nobody);
    expect(() => socket.subscribe(filter, nobody)).toThrow(busy);
  });

  it('streams leave half of the places to calls, and a stream that ended leaves its own to another', async () => {
    const socket = await ready();
    const stops = Array.from({ length: nwcBounds.subscriptionsMax / 2 }, () =>
      socket.subscribe(filter, nobody, 'stream'),
    );
    expect(() => socket.subscribe(filter, nobody, 'stream')).toThrow(busy);
    for (const _place of stops) socket.subscribe(filter, nobody);
    expect(() => socket.subscribe(filter, nobody)).toThrow(busy);
    stops[0]?.();
    stops[0]?.();
    socket.subscribe(filter, nobody, 'stream');
    expect(() => socket.subscribe(filter, nobody, 'stream')).toThrow(busy);
  });

  it('what still comes for a subscription that ended costs nobody the socket', async () => {
    const socket = await ready();
    const { stop, events } = await subscribe(socket);
    const [first] = relay.frames.filter(({ message }) => message[0] === 'REQ');
    stop();
    const late = event();
    for (let count = 0; count <= nwcBounds.strayMessagesMax; count += 1) {
      relay.sendToClients(JSON.stringify(['EVENT', first?.message[1], late]));
      relay.sendToClients(JSON.stringify(['CLOSED', first?.message[1], '']));
    }
    // All of it was read before this stands.
    await subscribe(socket);
    expect([socket.isOpen, relay.connectedCount, events]).toEqual([true, 1, []]);
    expect(lines).not.toContain('floods');
  });

  it('a flood costs it the socket', async () => {
    await ready();
    for (let count = 0; count <= nwcBounds.strayMessagesMax; count += 1)
      relay.sendToClients(JSON.stringify(['EVENT', 'a', event()]));
    await relay.untilLeft();
    expect(lines).toContain('floods');
  });
});
