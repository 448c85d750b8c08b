import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { ClnEmulator } from '../../../../test/support/emulators/cln-emulator.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { makeNodeIdentity, type NodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { describeStream, type StreamUnderTest } from '../testing/stream.conformance.js';
import { describeWallet } from '../testing/wallet.conformance.js';
import { clnKind } from './cln.kind.js';

let identity: NodeIdentity;

beforeAll(async () => {
  identity = await makeNodeIdentity('cln');
});

async function open(isOld = false): Promise<StreamUnderTest> {
  const node = new BookNode();
  const emulator = new ClnEmulator(node, identity);
  emulator.isOld = isOld;
  await emulator.start();
  const rune = emulator.allow();
  const under = emulatedWallet({
    kind: clnKind,
    emulator,
    node,
    credentials: { url: emulator.url, rune, tls: { mode: 'fingerprint', value: identity.fingerprint } },
    secrets: [rune],
    context: { payee: node.payee },
    // Each invoice is asked about by itself: there is nothing to leave out.
    cannot: ['partial'],
  });
  return { ...under, replays: true, dropStreams: () => emulator.dropStreams() };
}

describeWallet('Core Lightning', open);
describeWallet('Core Lightning with the first clnrest', () => open(true));
describeStream('Core Lightning', open);
