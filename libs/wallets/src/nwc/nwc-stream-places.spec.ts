import { randomUUID } from 'node:crypto';
import { createLogger } from '@turnpike/observability';
import { AddressGuard } from '@turnpike/outbound';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { Faults } from '../../../../test/support/emulators/faults.js';
import { NwcBooks } from '../../../../test/support/nostr/nwc-books.js';
import { NwcIdentity } from '../../../../test/support/nostr/nwc-identity.js';
import { NwcWallet } from '../../../../test/support/nostr/nwc-wallet.js';
import { TestRelay } from '../../../../test/support/nostr/test-relay.js';
import { unboundedBudget } from '../call-budget.js';
import { Deadline } from '../deadline.js';
import { GuardedWallet } from '../guarded-wallet.js';
import { testSurroundings } from '../testing/emulated-wallet.js';
import { RecordingSink } from '../testing/recording-sink.js';
import { parseNwcCredentials, readConnectionString } from './connection-string.js';
import { nwcBounds } from './nwc-bounds.js';
import { NwcProvider } from './nwc.provider.js';
import { RelayPool } from './relay-pool.js';

const nobody = { onEvent: () => true, onStored: () => undefined, onEnd: () => undefined };
const { clock } = testSurroundings();
const spared: unknown = expect.objectContaining({ name: 'Unavailable', by: 'us' });

let relay: TestRelay;
let service: NwcWallet;
let pool: RelayPool;
let provider: NwcProvider;
let abort: AbortController;

beforeEach(async () => {
  relay = new TestRelay();
  await relay.start();
  const identity = new NwcIdentity();
  service = new NwcWallet(new NwcBooks(new BookNode(), new Faults()), identity);
  await service.start(relay.walletUrl);
  pool = new RelayPool(
    new AddressGuard(['127.0.0.1']),
    createLogger({ logLevel: 'silent' }, { write: () => undefined }),
  );
  const { connectionString } = parseNwcCredentials(identity.credentials(relay.url));
  const connection = readConnectionString(connectionString);
  provider = new NwcProvider({ connection, pool, clock, budget: unboundedBudget });
  abort = new AbortController();
});

afterEach(async () => {
  abort.abort();
  pool.close();
  service.stop();
  await relay.stop();
});

function stream(sink = new RecordingSink()): Promise<void> {
  return provider.streamSettlements(null, sink, abort.signal);
}

it('a stream that finds no place at the relay fails, while calls go on', async () => {
  const socket = pool.at(new URL(relay.url));
  await socket.ready(abort.signal, 'urgent');
  const filter = { kinds: [23_197], authors: ['01'.repeat(32)] };
  for (let count = 0; count < nwcBounds.streamsMax; count += 1) socket.subscribe(filter, nobody, 'stream');
  await expect(stream()).rejects.toEqual(spared);
  const asked = { challengeId: randomUUID(), amountMsat: 21_000n, description: '', expirySeconds: 600 };
  const wallet = new GuardedWallet(provider, ['regtest'], clock);
  const made = await wallet.createInvoice(asked, Deadline.in(5_000));
  expect(made.paymentRequest.amountMsat).toBe(21_000n);
});

it('a connection has one stream at a time', async () => {
  const [first, next] = [new RecordingSink(), new RecordingSink()];
  const ended = stream(first);
  await expect(stream()).rejects.toEqual(spared);
  await first.untilAlive();
  await expect(stream()).rejects.toEqual(spared);
  abort.abort();
  await ended;
  abort = new AbortController();
  const again = stream(next);
  await next.untilAlive();
  abort.abort();
  await again;
});
