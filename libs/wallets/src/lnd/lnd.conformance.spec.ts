import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { LndEmulator } from '../../../../test/support/emulators/lnd-emulator.js';
import { makeNodeIdentity, type NodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { describeWallet, type WalletUnderTest } from '../testing/wallet.conformance.js';
import { lndKind } from './lnd.kind.js';

let identity: NodeIdentity;

beforeAll(async () => {
  identity = await makeNodeIdentity();
});

function opener(settings: object): () => Promise<WalletUnderTest> {
  return async () => {
    const node = new BookNode();
    const emulator = new LndEmulator(node, identity);
    await emulator.start();
    const macaroon = emulator.bake();
    const tls = { mode: 'fingerprint', value: identity.fingerprint };
    return emulatedWallet({
      kind: lndKind,
      emulator,
      node,
      credentials: { url: emulator.url, macaroon, tls, ...settings },
      secrets: [macaroon, Buffer.from(macaroon, 'hex').toString('base64')],
      context: { payee: node.payee },
      // Each invoice is asked about by itself: there is nothing to leave out.
      cannot: ['partial'],
    });
  };
}

describeWallet('LND', opener({}));
describeWallet('LND that chooses the preimages', opener({ nodePreimage: true }));
