import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { LnurlEmulator } from '../../../../test/support/emulators/lnurl-emulator.js';
import { describeWallet, type WalletUnderTest } from '../testing/wallet.conformance.js';
import { lnurlKind } from './lnurl.kind.js';

async function open(): Promise<WalletUnderTest> {
  const node = new BookNode();
  const emulator = new LnurlEmulator(node);
  await emulator.start();
  const under = emulatedWallet({
    kind: lnurlKind,
    emulator,
    node,
    credentials: { address: emulator.address },
    secrets: ['lnurlp/shop'],
    // It has no list, claims no hash, and any node may sign.
    // Nor is there a credential; whose refusal a verify address gives, the connection is not refused.
    cannot: ['partial', 'wrong-hash', 'wrong-payee', 'revoked'],
  });
  return { ...under, choosesExpiry: true };
}

describeWallet('lnurl', open);
