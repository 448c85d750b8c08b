import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { EclairEmulator } from '../../../../test/support/emulators/eclair-emulator.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { describeStream, type StreamUnderTest } from '../testing/stream.conformance.js';
import { eclairKind } from './eclair.kind.js';

async function open(): Promise<StreamUnderTest> {
  const node = new BookNode();
  const emulator = new EclairEmulator(node);
  await emulator.start();
  const { password, url } = emulator;
  const under = emulatedWallet({
    kind: eclairKind,
    emulator,
    node,
    credentials: { url, password },
    secrets: [password, Buffer.from(`:${password}`).toString('base64')],
    context: { payee: node.payee },
  });
  return { ...under, replays: false, dropStreams: () => emulator.webSockets.drop() };
}

describeStream('eclair', open);
