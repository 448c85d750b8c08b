import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { Faults } from '../../../../test/support/emulators/faults.js';
import { AlbyWallet } from '../../../../test/support/nostr/alby-wallet.js';
import { NwcBooks } from '../../../../test/support/nostr/nwc-books.js';
import { NwcIdentity } from '../../../../test/support/nostr/nwc-identity.js';
import { connectNwc, failNwcLike } from '../testing/nwc-under-test.js';
import { TestRelay } from '../../../../test/support/nostr/test-relay.js';
import { describeStream, type StreamUnderTest } from '../testing/stream.conformance.js';
import { describeWallet } from '../testing/wallet.conformance.js';

beforeAll(() => {
  // The library tells the console of everything it does.
  for (const level of ['info', 'warn', 'error'] as const)
    jest.spyOn(console, level).mockImplementation(() => undefined);
});

afterAll(() => jest.restoreAllMocks());

async function open(): Promise<StreamUnderTest> {
  const [relay, identity, node, faults] = [new TestRelay(), new NwcIdentity(), new BookNode(), new Faults()];
  await relay.start();
  const alby = new AlbyWallet(new NwcBooks(node, faults), identity, relay);
  await alby.start();
  const connection = connectNwc(identity, [relay.url]);
  return {
    ...connection,
    replays: false,
    dropStreams: () => relay.dropClients(),
    now: () => node.now(),
    pay: ({ paymentHash }) => node.pay(paymentHash),
    // This one is made by others, and always answers in good form.
    failWith: async (fault) => !['garbage', 'huge'].includes(fault) && failNwcLike(fault, faults, relay),
    close: async () => {
      await connection.close();
      await alby.stop();
      await relay.stop();
    },
  };
}

describeWallet("NWC, with Alby's own wallet service", open);
describeStream("NWC, with Alby's own wallet service", open);
