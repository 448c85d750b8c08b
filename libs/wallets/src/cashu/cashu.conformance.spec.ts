import { createECDH } from 'node:crypto';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { CashuEmulator } from '../../../../test/support/emulators/cashu-emulator.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { describeWallet, type WalletUnderTest } from '../testing/wallet.conformance.js';
import { cashuKind } from './cashu.kind.js';

const key = createECDH('secp256k1');
key.generateKeys();
const pubkey = key.getPublicKey('hex', 'compressed');

/** Mints that name a state, and newer ones that only count what was paid. */
const open = (countsOnly: boolean) => async (): Promise<WalletUnderTest> => {
  const node = new BookNode();
  const emulator = new CashuEmulator(node);
  emulator.namesState = !countsOnly;
  emulator.countsPaid = countsOnly;
  await emulator.start();
  const under = emulatedWallet({
    kind: cashuKind,
    emulator,
    node,
    credentials: { mintUrl: emulator.url, pubkey },
    secrets: emulator.quoteIds,
    // It has no list, claims no hash, and any node may sign.
    cannot: ['partial', 'wrong-hash', 'wrong-payee'],
  });
  return { ...under, choosesExpiry: true };
};

describeWallet('cashu, a mint that names a state', open(false));
describeWallet('cashu, a mint that counts what was paid', open(true));
