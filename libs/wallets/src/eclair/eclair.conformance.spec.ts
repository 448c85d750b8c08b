import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { EclairEmulator } from '../../../../test/support/emulators/eclair-emulator.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { describeWallet, type WalletUnderTest } from '../testing/wallet.conformance.js';
import { eclairKind } from './eclair.kind.js';

async function open(): Promise<WalletUnderTest> {
  const node = new BookNode();
  const emulator = new EclairEmulator(node);
  await emulator.start();
  const { password } = emulator;
  const under = emulatedWallet({
    kind: eclairKind,
    emulator,
    node,
    credentials: { url: emulator.url, password },
    secrets: [password, Buffer.from(`:${password}`).toString('base64')],
    context: { payee: node.payee },
    // A look-up of one invoice has no list to leave it out of.
    cannot: ['partial'],
  });
  return { ...under, inherentPermissions: ['full_access'] };
}

describeWallet('eclair', open);
