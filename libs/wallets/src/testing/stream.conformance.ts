import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { Deadline } from '../deadline.js';
import { WalletError } from '../wallet-errors.js';
import { streamsSettlements, type InvoiceReference } from '../wallet-provider.js';
import { RecordingSink } from './recording-sink.js';
import type { WalletUnderTest } from './wallet.conformance.js';

/** A wallet under test that tells of payments as they happen. */
export interface StreamUnderTest extends WalletUnderTest {
  /** Whether it tells again, from a cursor on, what was paid while nobody listened. */
  readonly replays: boolean;
  /** Cuts what streams are open, from the wallet's side. */
  dropStreams(): void | Promise<void>;
}

const MILLIS = 5_000;

interface Following {
  readonly sink: RecordingSink;
  readonly abort: AbortController;
  /** What became of the stream: null if it returned. */
  readonly ended: Promise<unknown>;
}

/** Declares the tests that every wallet passes that tells of payments as they happen. */
export function describeStream(name: string, open: () => Promise<StreamUnderTest>): void {
  describe(`stream of settlements: ${name}`, () => {
    let under: StreamUnderTest;
    const followed: Following[] = [];
    beforeEach(async () => {
      under = await open();
    });
    afterEach(async () => {
      for (const { abort } of followed) abort.abort();
      await Promise.all(followed.splice(0).map(({ ended }) => ended));
      await under.close();
    });

    async function create(): Promise<InvoiceReference> {
      const challengeId = randomUUID();
      const preimage = under.preimageFor?.(challengeId);
      const asked = { challengeId, amountMsat: 21_000n, description: 'weather', expirySeconds: 600 };
      const made = await under.wallet.createInvoice(
        { ...asked, ...(preimage === undefined ? {} : { preimage }) },
        Deadline.in(MILLIS),
      );
      const { paymentRequest, providerRef, expiresAt } = made;
      const { paymentHash, text } = paymentRequest;
      return { paymentHash, providerRef, paymentRequest: text, createdAt: under.now(), expiresAt };
    }

    function follow(from: string | null, sink = new RecordingSink()): Following {
      const { provider } = under;
      if (provider === undefined || !streamsSettlements(provider)) throw new Error('there is no stream');
      const abort = new AbortController();
      const ended = provider.streamSettlements(from, sink, abort.signal).then(
        () => null,
        (error: unknown) => error,
      );
      followed.push({ sink, abort, ended });
      return { sink, abort, ended };
    }

    it('says once that it stands, then tells of each payment', async () => {
      const [first, second] = [await create(), await create()];
      const { sink } = follow(null);
      await sink.untilAlive();
      await under.pay(first);
      await sink.untilHinted(first);
      expect(sink.hasHintFor(second)).toBe(false);
      await under.pay(second);
      await sink.untilHinted(first, second);
      expect([sink.aliveCount, sink.wasEarly]).toEqual([1, false]);
    });

    it('returns when it is aborted, before it stands and after', async () => {
      const early = follow(null);
      early.abort.abort();
      expect(await early.ended).toBeNull();
      const late = follow(null);
      await late.sink.untilAlive();
      late.abort.abort();
      expect(await late.ended).toBeNull();
    });

    it('ends when the wallet cuts it, with an error of ours if with any, and can be opened again', async () => {
      const { sink, ended } = follow(null);
      await sink.untilAlive();
      await under.dropStreams();
      const error = await ended;
      if (error !== null) expect(error).toBeInstanceOf(WalletError);
      for (const secret of under.secrets) expect(inspect(error, { depth: 9 })).not.toContain(secret);

      const again = follow(sink.cursor);
      await again.sink.untilAlive();
      const invoice = await create();
      await under.pay(invoice);
      await again.sink.untilHinted(invoice);
    });

    it('loses nothing that is paid while it is cut, where the wallet tells it again', async () => {
      if (!under.replays) return;
      const invoices = [await create(), await create(), await create()] as const;
      const before = follow(null);
      await before.sink.untilAlive();
      await under.pay(invoices[0]);
      await before.sink.untilHinted(invoices[0]);
      await under.dropStreams();
      await before.ended;
      await under.pay(invoices[1]);
      await under.pay(invoices[2]);

      const after = follow(before.sink.cursor);
      await after.sink.untilHinted(invoices[1], invoices[2]);
      expect(after.sink.hasHintFor(invoices[0])).toBe(false);
    });

    it('waits until a hint is stored, and ends if it cannot be', async () => {
      const invoice = await create();
      const sink = new RecordingSink();
      sink.beforeStoring = () => Promise.reject(new TypeError('the database is away'));
      const { ended } = follow(null, sink);
      await sink.untilAlive();
      await under.pay(invoice);
      expect(await ended).toBeInstanceOf(WalletError);
      expect([sink.hints, sink.cursor]).toEqual([[], null]);
    });
  });
}
