import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { PhoenixdEmulator } from '../../../../test/support/emulators/phoenixd-emulator.js';
import { describeWallet, type WalletUnderTest } from '../testing/wallet.conformance.js';
import { phoenixdKind } from './phoenixd.kind.js';

async function open(): Promise<WalletUnderTest> {
  const node = new BookNode();
  const emulator = new PhoenixdEmulator(node);
  await emulator.start();
  const { limitedPassword, webhookSecret } = emulator;
  return emulatedWallet({
    kind: phoenixdKind,
    emulator,
    node,
    credentials: { url: emulator.url, password: limitedPassword, webhookSecret },
    secrets: [limitedPassword, Buffer.from(`:${limitedPassword}`).toString('base64'), webhookSecret],
    context: { payee: node.payee },
    // A look-up of one invoice has no list to leave it out of.
    cannot: ['partial'],
  });
}

describeWallet('phoenixd', open);
