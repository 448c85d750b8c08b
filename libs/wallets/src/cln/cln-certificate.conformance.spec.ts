import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { ClnEmulator } from '../../../../test/support/emulators/cln-emulator.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { describeCertificate, type CertificateUnderTest } from '../testing/certificate.conformance.js';
import { clnKind } from './cln.kind.js';

async function start(): Promise<CertificateUnderTest> {
  const [certificate, other] = [await makeNodeIdentity('cln'), await makeNodeIdentity('cln')];
  const node = new BookNode();
  let listening = new ClnEmulator(node, certificate);
  await listening.start();
  const { url } = listening;
  const rune = listening.allow();
  return {
    certificate,
    other,
    open: (tls) => clnKind(testSurroundings()).open({ url, rune, tls }, testContext()),
    callCount: () => listening.calls.length,
    replace: async () => {
      await listening.stop();
      listening = new ClnEmulator(node, other);
      await listening.start(Number(new URL(url).port));
    },
    close: () => listening.stop(),
  };
}

describeCertificate('Core Lightning', start);
