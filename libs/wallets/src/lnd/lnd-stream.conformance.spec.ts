import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { LndEmulator } from '../../../../test/support/emulators/lnd-emulator.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { describeStream, type StreamUnderTest } from '../testing/stream.conformance.js';
import { lndKind } from './lnd.kind.js';

async function open(): Promise<StreamUnderTest> {
  const identity = await makeNodeIdentity();
  const node = new BookNode();
  const emulator = new LndEmulator(node, identity);
  await emulator.start();
  const macaroon = emulator.bake();
  const tls = { mode: 'fingerprint', value: identity.fingerprint };
  const under = emulatedWallet({
    // The stream is taken to stand when the emulator has it, and not two seconds later.
    kind: (surroundings) => lndKind(surroundings, () => emulator.subscriptions.untilOpen(1)),
    emulator,
    node,
    credentials: { url: emulator.url, macaroon, tls },
    secrets: [macaroon],
  });
  return { ...under, replays: true, dropStreams: () => emulator.dropStreams() };
}

describeStream('LND', open);
