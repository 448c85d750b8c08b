import { randomBytes, randomUUID } from 'node:crypto';
import { Deadline } from '../deadline.js';
import {
  readsWebhooks,
  type InvoiceReference,
  type NoticeHeaders,
  type WebhookNotice,
} from '../wallet-provider.js';
import type { WalletUnderTest } from './wallet.conformance.js';

/** A notice as it arrives. */
export interface ArrivingNotice {
  readonly raw: Uint8Array;
  readonly headers: NoticeHeaders;
}

/** A wallet under test that sends notices. */
export interface NotifyingWallet {
  readonly under: WalletUnderTest;
  /** The switches of the emulator behind. */
  readonly faults: { duplicateWebhook: boolean; forgedWebhook: boolean };
  /** The notices that were sent since it was last asked, oldest first. */
  collect(): Promise<readonly ArrivingNotice[]>;
}

/** Declares the tests that every kind passes that sends notices. Each connection has secrets of its own. */
export function describeNotices(name: string, open: () => Promise<NotifyingWallet>): void {
  describe(`notices: ${name}`, () => {
    let wallet: NotifyingWallet;
    beforeEach(async () => {
      wallet = await open();
    });
    afterEach(() => wallet.under.close());

    async function create({ under }: NotifyingWallet): Promise<InvoiceReference> {
      const challengeId = randomUUID();
      const preimage = under.preimageFor?.(challengeId);
      const asked = { challengeId, amountMsat: 21_000n, description: 'notice', expirySeconds: 600 };
      const made = await under.wallet.createInvoice(
        { ...asked, ...(preimage === undefined ? {} : { preimage }) },
        Deadline.in(5_000),
      );
      const { paymentHash, text } = made.paymentRequest;
      const { providerRef, expiresAt } = made;
      return { paymentHash, providerRef, paymentRequest: text, createdAt: under.now(), expiresAt };
    }

    async function pay(from: NotifyingWallet): Promise<[InvoiceReference, readonly ArrivingNotice[]]> {
      const invoice = await create(from);
      await from.under.pay(invoice);
      const notices = await from.collect();
      expect(notices.length).toBeGreaterThan(0);
      return [invoice, notices];
    }

    function read({ under }: NotifyingWallet, { raw, headers }: ArrivingNotice): WebhookNotice | null {
      const { provider } = under;
      if (provider === undefined || !readsWebhooks(provider)) throw new Error('this wallet sends no notices');
      return provider.readWebhook(raw, headers);
    }

    it('that are genuine say where to look', async () => {
      const [{ paymentHash, providerRef }, notices] = await pay(wallet);
      for (const notice of notices) {
        const hints = read(wallet, notice)?.hints ?? [];
        expect(hints).toHaveLength(1);
        expect([{ paymentHash }, { providerRef }]).toContainEqual(hints[0]);
      }
    });

    it('that are sent twice are known by their event id, and others have another', async () => {
      wallet.faults.duplicateWebhook = true;
      const [, notices] = await pay(wallet);
      const [, others] = await pay(wallet);
      expect(notices.length % 2).toBe(0);
      const ids = notices.map((notice) => read(wallet, notice)?.eventId);
      const otherIds = others.map((notice) => read(wallet, notice)?.eventId);
      expect(new Set(ids).size).toBe(ids.length / 2);
      for (const id of ids) expect(otherIds).not.toContain(id ?? 'none');
      expect(ids).not.toContain(undefined);
    });

    it('that are forged say nothing', async () => {
      wallet.faults.forgedWebhook = true;
      const [, notices] = await pay(wallet);
      for (const notice of notices) expect(read(wallet, notice)).toBeNull();
    });

    it('that are meant for another connection say nothing', async () => {
      const other = await open();
      try {
        const [, notices] = await pay(other);
        for (const notice of notices) {
          expect(read(other, notice)).not.toBeNull();
          expect(read(wallet, notice)).toBeNull();
        }
      } finally {
        await other.under.close();
      }
    });

    it('that cannot be read say nothing and break nothing', async () => {
      const [, [genuine]] = await pay(wallet);
      if (genuine === undefined) return;
      const { raw, headers } = genuine;
      const signatures = Object.fromEntries(Object.keys(headers).map((header) => [header, 'é'.repeat(64)]));
      const hostile: ArrivingNotice[] = [
        { raw: new Uint8Array(), headers: {} },
        { raw: new Uint8Array(), headers },
        { raw: randomBytes(2_000), headers },
        { raw: randomBytes(2_000), headers: {} },
        { raw: Buffer.alloc(2_000_000, 'a=b&'), headers },
        { raw: Buffer.from('{"data":null}'), headers: signatures },
        { raw: raw.subarray(0, Math.floor(raw.length / 4)), headers },
      ];
      for (const notice of hostile) expect(read(wallet, notice)).toBeNull();
    });
  });
}
