import { inspect } from 'node:util';
import { randomUUID } from 'node:crypto';
import { hashPreimage, parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { Deadline } from '../deadline.js';
import type { GuardedInvoice } from '../guarded-wallet.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Unavailable,
  UnknownOutcome,
  WalletError,
} from '../wallet-errors.js';
import type { InvoiceReference, InvoiceRequest, InvoiceState } from '../wallet-provider.js';
import type { WalletFault, WalletUnderTest } from './wallet-under-test.js';

export type { WalletFault, WalletUnderTest } from './wallet-under-test.js';

const MILLIS = 5_000;
/** For calls that are never answered. */
const SHORT_MILLIS = 150;

const creationFaults: [WalletFault, abstract new (...args: never[]) => WalletError][] = [
  ['unreachable', Unavailable],
  ['rate-limited', RateLimited],
  ['revoked', CredentialInvalid],
  ['hanging', UnknownOutcome],
  ['answers-late', UnknownOutcome],
  ['breaks', UnknownOutcome],
  ['drips', UnknownOutcome],
  ['garbage', ProtocolViolation],
  ['huge', ProtocolViolation],
  ['wrong-amount', ProtocolViolation],
  ['amountless', ProtocolViolation],
  ['wrong-hash', ProtocolViolation],
  ['wrong-network', ProtocolViolation],
  ['wrong-payee', ProtocolViolation],
  ['expired', ProtocolViolation],
];
const lookUpFaults = creationFaults.slice(0, 7);
const endless: readonly (WalletFault | undefined)[] = ['hanging', 'answers-late', 'drips'];

/** Declares the tests that every kind of wallet passes, the sandbox and test doubles included. */
export function describeWallet(name: string, open: () => Promise<WalletUnderTest>): void {
  describe(`wallet: ${name}`, () => {
    let under: WalletUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());

    const deadline = (fault?: WalletFault): Deadline =>
      Deadline.in(endless.includes(fault) ? SHORT_MILLIS : MILLIS);

    function request(change: Partial<InvoiceRequest> = {}): InvoiceRequest {
      const challengeId = change.challengeId ?? randomUUID();
      const asked = {
        challengeId,
        amountMsat: 21_000n,
        description: 'Wetter für Zürich',
        expirySeconds: 600,
      };
      const preimage = under.preimageFor?.(challengeId);
      return { ...asked, ...(preimage === undefined ? {} : { preimage }), ...change };
    }

    function referenceTo(invoice: GuardedInvoice): InvoiceReference {
      const { paymentHash, text } = invoice.paymentRequest;
      const { providerRef, expiresAt } = invoice;
      return { paymentHash, providerRef, paymentRequest: text, createdAt: under.now(), expiresAt };
    }

    async function create(change: Partial<InvoiceRequest> = {}): Promise<InvoiceReference> {
      return referenceTo(await under.wallet.createInvoice(request(change), deadline()));
    }

    async function stateOf(invoice: InvoiceReference): Promise<InvoiceState | undefined> {
      return (await under.wallet.lookUpInvoices([invoice], deadline())).get(invoice.paymentHash);
    }

    /** The error of a call that has to fail; it must be one of ours and give nothing away. */
    async function failureOf(call: Promise<unknown>): Promise<unknown> {
      const error = await call.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(WalletError);
      const shown = `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)}`;
      for (const secret of under.secrets) expect(shown).not.toContain(secret);
      return error;
    }

    describe('an invoice', () => {
      it('has the amount and the expiry that were asked for', async () => {
        const made = await under.wallet.createInvoice(
          request({ amountMsat: 1_234_000n, expirySeconds: 900 }),
          deadline(),
        );
        expect(made.paymentRequest.amountMsat).toBe(1_234_000n);
        if (under.choosesExpiry === true) return;
        expect(made.paymentRequest.expirySeconds).toBe(900);
        const secondsLeft = (made.expiresAt.getTime() - under.now().getTime()) / 1000;
        expect(Math.abs(secondsLeft - 900)).toBeLessThanOrEqual(5);
      });

      it('is for our preimage where the wallet takes ours', async () => {
        const asked = request();
        const made = await under.wallet.createInvoice(asked, deadline());
        expect(asked.preimage !== undefined).toBe(under.wallet.traits.ownPreimage);
        if (asked.preimage === undefined) return;
        expect(made.paymentRequest.paymentHash).toBe(hashPreimage(asked.preimage));
      });

      it('takes a description of any length, empty too', async () => {
        for (const description of ['', 'ナンセンス '.repeat(200), '😀'.repeat(400)]) {
          const made = await under.wallet.createInvoice(request({ description }), deadline());
          const kept = made.paymentRequest.description;
          if (kept !== null) expect(description.startsWith(kept)).toBe(true);
        }
      });

      it('is the same when it is asked for again for one challenge, where the wallet promises that', async () => {
        const challengeId = randomUUID();
        const [first, second] = [await create({ challengeId }), await create({ challengeId })];
        const isSame = first.paymentRequest === second.paymentRequest;
        if (under.wallet.traits.idempotentCreation) expect(isSame).toBe(true);
        expect((await create()).paymentHash).not.toBe(first.paymentHash);
      });

      it('is one where two ask at once for one challenge, where the wallet promises that', async () => {
        const challengeId = randomUUID();
        const made = await Promise.all([1, 2, 3, 4].map(() => create({ challengeId })));
        const texts = new Set(made.map((one) => one.paymentRequest));
        expect(texts.size).toBe(under.wallet.traits.idempotentCreation ? 1 : 4);
      });
    });

    it('has one invoice for a challenge even if the first answer got lost, where it promises that', async () => {
      const challengeId = randomUUID();
      if (!under.wallet.traits.idempotentCreation || !(await under.failWith('lost-answer'))) return;
      const [first, second] = [await create({ challengeId }), await create({ challengeId })];
      expect(first.paymentRequest).toBe(second.paymentRequest);
    });

    describe('a look-up', () => {
      it('says open of a fresh invoice and settled, with the amount, of a paid one', async () => {
        const [fresh, paid] = [await create(), await create({ amountMsat: 5_000n })];
        await under.pay(paid);
        expect(await stateOf(fresh)).toEqual({ is: 'open' });
        expect(await stateOf(paid)).toMatchObject({ is: 'settled' });
        const state = await stateOf(paid);
        if (state?.is === 'settled') expect(state.receivedMsat ?? 5_000n).toBeGreaterThanOrEqual(5_000n);
      });

      it('answers for 120 invoices in one call, each with its own state', async () => {
        const made: InvoiceReference[] = [];
        for (let count = 0; count < 120; count += 1) made.push(await create());
        const paid = made.filter((_, index) => index % 40 === 7);
        for (const invoice of paid) await under.pay(invoice);
        const states = await under.wallet.lookUpInvoices(made, deadline());
        expect([...states.keys()].sort()).toEqual(made.map((one) => one.paymentHash).sort());
        const settled = made.filter((one) => states.get(one.paymentHash)?.is === 'settled');
        expect(settled).toEqual(paid);
        expect([...states.values()].filter((state) => state.is === 'open')).toHaveLength(117);
      });

      it('says unknown, never open, of an invoice that the wallet does not have', async () => {
        const stranger = { ...(await create()), providerRef: 'no-such-invoice' };
        const paymentHash = parsePaymentHash('5a'.repeat(32)) as PaymentHash;
        expect(await stateOf({ ...stranger, paymentHash })).toMatchObject({ is: 'unknown' });
      });

      it('of nothing answers nothing', async () => {
        expect(await under.wallet.lookUpInvoices([], deadline())).toEqual(new Map());
      });

      it('says unknown, never open, of what an answer leaves out', async () => {
        const invoice = await create();
        if (!(await under.failWith('partial'))) return;
        expect(await stateOf(invoice)).toEqual({ is: 'unknown', because: 'partial-answer' });
      });

      it('says unknown, never open, where the answer cannot be read', async () => {
        const invoice = await create();
        if (!(await under.failWith('garbage'))) return;
        expect(await stateOf(invoice)).toEqual({ is: 'unknown', because: 'unreadable' });
      });
    });

    it('has a connection that reports its network, its payee and no right to spend', async () => {
      const report = await under.wallet.checkConnection(deadline());
      const made = await under.wallet.createInvoice(request(), deadline());
      expect(report.network).toBe(made.paymentRequest.network);
      if (report.payee !== null) expect(report.payee).toBe(made.paymentRequest.payee);
      expect(report.excessPermissions).toEqual(under.inherentPermissions ?? []);
    });

    describe('a failure', () => {
      it.each(creationFaults)('to create, %s, has its class and gives nothing away', async (fault, kind) => {
        if (!(await under.failWith(fault))) return;
        const error = await failureOf(under.wallet.createInvoice(request(), deadline(fault)));
        expect(error).toBeInstanceOf(kind);
      });

      it.each(lookUpFaults)('to look up, %s, throws instead of guessing', async (fault, kind) => {
        const invoice = await create();
        if (!(await under.failWith(fault))) return;
        const error = await failureOf(under.wallet.lookUpInvoices([invoice], deadline(fault)));
        expect(error).toBeInstanceOf(kind);
      });

      it('to reach an address that the operator does not allow comes before anything is sent', async () => {
        const wallet = under.openGuarded?.() ?? null;
        if (wallet === null) return;
        const call = { deadline: deadline(), signal: AbortSignal.timeout(MILLIS) };
        const error = await failureOf(wallet.checkConnection(call));
        expect(error).toMatchObject({ part: 'address' });
        await wallet.close?.();
      });
    });
  });
}
