import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { LndEmulator } from '../../../../test/support/emulators/lnd-emulator.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { describeCertificate, type CertificateUnderTest } from '../testing/certificate.conformance.js';
import { lndKind } from './lnd.kind.js';

async function start(): Promise<CertificateUnderTest> {
  const [certificate, other] = [await makeNodeIdentity(), await makeNodeIdentity()];
  const node = new BookNode();
  let listening = new LndEmulator(node, certificate);
  await listening.start();
  const { url } = listening;
  const macaroon = listening.bake();
  return {
    certificate,
    other,
    open: (tls) => lndKind(testSurroundings()).open({ url, macaroon, tls }, testContext()),
    callCount: () => listening.calls.length,
    replace: async () => {
      await listening.stop();
      listening = new LndEmulator(node, other);
      await listening.start(Number(new URL(url).port));
    },
    close: () => listening.stop(),
  };
}

describeCertificate('LND', start);
