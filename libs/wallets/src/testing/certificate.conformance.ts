import { Deadline } from '../deadline.js';
import { CredentialInvalid } from '../wallet-errors.js';
import type { ConnectionReport, WalletProvider } from '../wallet-provider.js';

/** How a node's certificate is to be trusted. */
export interface TlsSetting {
  readonly mode: 'system' | 'pem' | 'fingerprint';
  readonly value?: string;
}

/** A node with a certificate that it signed itself. */
export interface CertificateUnderTest {
  readonly certificate: { readonly cert: string; readonly fingerprint: string };
  /** A certificate that is not the node's. */
  readonly other: { readonly cert: string; readonly fingerprint: string };
  /** Opens a connection with the right credential. */
  open(tls: TlsSetting): WalletProvider;
  /** How many calls reached whoever listens at the node's address. */
  callCount(): number;
  /** Lets somebody with the other certificate listen at the node's address. */
  replace(): Promise<void>;
  close(): Promise<void>;
}

const MILLIS = 5_000;

/** Declares the tests that every kind passes whose nodes have certificates of their own. */
export function describeCertificate(name: string, start: () => Promise<CertificateUnderTest>): void {
  describe(`certificate: ${name}`, () => {
    let under: CertificateUnderTest;
    const wallets: WalletProvider[] = [];
    beforeEach(async () => {
      under = await start();
    });
    afterEach(async () => {
      for (const wallet of wallets.splice(0)) await wallet.close?.();
      await under.close();
    });

    function open(tls: TlsSetting): WalletProvider {
      const wallet = under.open(tls);
      wallets.push(wallet);
      return wallet;
    }

    const check = (wallet: WalletProvider): Promise<ConnectionReport> =>
      wallet.checkConnection({ deadline: Deadline.in(MILLIS), signal: AbortSignal.timeout(MILLIS) });

    async function expectRefused(wallet: WalletProvider): Promise<void> {
      const error = await check(wallet).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(CredentialInvalid);
      expect(error).toMatchObject({ part: 'certificate' });
    }

    it('is accepted when its fingerprint is pinned, in any spelling', async () => {
      const { fingerprint } = under.certificate;
      const spelled = (fingerprint.toUpperCase().match(/../g) ?? []).join(':');
      for (const value of [fingerprint, spelled])
        await expect(check(open({ mode: 'fingerprint', value }))).resolves.toMatchObject({
          network: 'regtest',
        });
    });

    it('is accepted when it is pinned whole', async () => {
      const value = under.certificate.cert;
      await expect(check(open({ mode: 'pem', value }))).resolves.toMatchObject({ network: 'regtest' });
    });

    it('is refused by the authorities of the system, and sees no credential', async () => {
      await expectRefused(open({ mode: 'system' }));
      expect(under.callCount()).toBe(0);
    });

    it('is refused when another one is pinned, and sees no credential', async () => {
      await expectRefused(open({ mode: 'fingerprint', value: under.other.fingerprint }));
      await expectRefused(open({ mode: 'pem', value: under.other.cert }));
      expect(under.callCount()).toBe(0);
    });

    it('that changes is not trusted: whoever shows it sees no credential', async () => {
      const wallet = open({ mode: 'fingerprint', value: under.certificate.fingerprint });
      await check(wallet);
      await under.replace();
      // The first call may still go out on the socket that was cut, and get lost.
      await check(wallet).catch(() => undefined);
      await expectRefused(wallet);
      expect(under.callCount()).toBe(0);
    });
  });
}
