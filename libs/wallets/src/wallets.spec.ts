import { randomUUID } from 'node:crypto';
import { HotPool } from '@turnpike/database';
import { hashPreimage, parseMerchantId, type MerchantId, type Tenant } from '@turnpike/l402';
import { WalletInvalidInvoice, WalletNotConfigured, WalletUnavailable } from '@turnpike/problems';
import { WalletRateLimited, type Problem } from '@turnpike/problems';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { WalletsFixture } from '../../../test/support/wallets-fixture.js';
import { Deadline } from './deadline.js';
import { InvoicePreimages } from './invoice-preimages.js';
import { CredentialInvalid, ProtocolViolation, RateLimited, Rejected } from './wallet-errors.js';
import { Unavailable, UnknownOutcome } from './wallet-errors.js';
import type { InvoiceReference } from './wallet-provider.js';
import type { AcceptedInvoice } from './wallets.js';

describe('Wallets', () => {
  let database: TestDatabase;
  let pool: HotPool;
  let merchants = 0;
  let fixture: WalletsFixture;
  let live: Tenant;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new HotPool(database.url);
  });

  beforeEach(async () => {
    merchants += 1;
    fixture = await WalletsFixture.open(pool, merchants);
    live = fixture.live;
  });

  afterEach(() => fixture.close());

  afterAll(async () => {
    await pool.onApplicationShutdown();
    await database.drop();
  });

  function create(tenant: Tenant = live, challengeId: string = randomUUID()): Promise<AcceptedInvoice> {
    const request = { challengeId, amountSats: 21, description: 'weather', expirySeconds: 600 };
    return fixture.wallets.createInvoice(tenant, request, Deadline.in(8_000));
  }

  async function problemOf(call: Promise<unknown>): Promise<Problem> {
    const [result] = await Promise.allSettled([call]);
    expect(result.status).toBe('rejected');
    return (result as PromiseRejectedResult).reason;
  }

  const ourPreimage = (tenant: Tenant, challengeId: string) =>
    new InvoicePreimages(fixture.invoiceKeys).forNewInvoice(tenant, challengeId).preimage;

  function lookUp(connectionId: string | null, made: AcceptedInvoice, tenant: Tenant = live) {
    const { paymentHash, providerRef, paymentRequest, expiresAt } = made;
    const reference: InvoiceReference = {
      paymentHash,
      providerRef,
      paymentRequest,
      expiresAt,
      createdAt: fixture.clock.now(),
    };
    return fixture.wallets.lookUp({ ...tenant, connectionId }, [reference], Deadline.in(5_000));
  }

  it('sells nothing under the policy `settled` into a wallet that can never say what was paid', async () => {
    await fixture.connect('first', 'primary');
    fixture.first.canBeFollowed = false;
    const asked = { challengeId: randomUUID(), amountSats: 21, description: 'weather', expirySeconds: 600 };
    const make = (needsWord: boolean): Promise<AcceptedInvoice> =>
      fixture.wallets.createInvoice(live, { ...asked, needsWord }, Deadline.in(8_000));
    expect((await problemOf(make(true))).slug).toBe('validation_failed');
    await expect(make(false)).resolves.toMatchObject({ providerRef: 'invoice-2' });
  });

  describe('in test mode', () => {
    it('makes the invoice in the sandbox, for our own preimage, whatever wallets are connected', async () => {
      await fixture.connect('first', 'primary');
      const test: Tenant = { ...live, mode: 'test' };
      const challengeId = randomUUID();
      const made = await create(test, challengeId);
      expect(made).toEqual({
        paymentRequest: expect.stringMatching(/^lnbcrt210n1/),
        paymentHash: hashPreimage(ourPreimage(test, challengeId)),
        expiresAt: new Date('2026-11-20T12:10:00Z'),
        providerRef: made.paymentHash,
        connectionId: null,
        invoiceKid: 9,
        usedFallback: false,
      });
      expect(fixture.opened).toEqual([]);
      const states = await lookUp(null, made, test);
      expect([...states]).toEqual([[made.paymentHash, { is: 'open' }]]);
    });
  });

  describe('in live mode', () => {
    it.each([null, 'fallback'] as const)(
      'is not configured with a connection of role %s only',
      async (role) => {
        await fixture.connect('first', role);
        expect(await problemOf(create())).toBeInstanceOf(WalletNotConfigured);
      },
    );

    it('makes the invoice in the primary wallet and looks it up there', async () => {
      const id = await fixture.connect('first', 'primary');
      await fixture.connect('second', 'fallback');
      const made = await create();
      expect(made).toMatchObject({
        connectionId: id,
        invoiceKid: null,
        providerRef: 'invoice-1',
        usedFallback: false,
      });
      expect(fixture.second.asked).toEqual([]);
      fixture.first.states.set(made.paymentHash, { is: 'pending' });
      const states = await lookUp(id, made);
      expect([...states]).toEqual([[made.paymentHash, { is: 'pending' }]]);
    });

    it('sends our preimage to a wallet that takes it', async () => {
      fixture.first.traits = { ...fixture.first.traits, ownPreimage: true };
      await fixture.connect('first', 'primary');
      const challengeId = randomUUID();
      const made = await create(live, challengeId);
      expect(made.paymentHash).toBe(hashPreimage(ourPreimage(live, challengeId)));
      expect(made.invoiceKid).toBe(9);
    });

    it('opens a connection once and again only when its credentials change', async () => {
      const id = await fixture.connect('first', 'primary');
      await create();
      await create();
      expect(fixture.opened).toHaveLength(1);
      await pool.query({
        text: 'UPDATE wallet_connection SET sealed_credentials = $2 WHERE id = $1',
        values: [id, fixture.seal(id, 'second')],
      });
      await create();
      expect(fixture.opened.map(({ credentials }) => credentials)).toEqual([
        { name: 'first' },
        { name: 'second' },
      ]);
    });

    it.each([new Unavailable(7), new RateLimited(60), new CredentialInvalid(), new UnknownOutcome()])(
      'goes to the fallback wallet when the primary one fails with: %s',
      async (failure) => {
        await fixture.connect('first', 'primary');
        const fallback = await fixture.connect('second', 'fallback');
        fixture.first.failures.push(failure);
        expect(await create()).toMatchObject({ connectionId: fallback, usedFallback: true });
      },
    );

    it.each([new Rejected('amount'), new ProtocolViolation('amount')])(
      'does not go to the fallback wallet for: %s',
      async (failure) => {
        await fixture.connect('first', 'primary');
        await fixture.connect('second', 'fallback');
        fixture.first.failures.push(failure);
        expect((await problemOf(create())).status).toBe(failure instanceof Rejected ? 400 : 502);
        expect(fixture.second.asked).toEqual([]);
      },
    );

    it('answers for the primary wallet when the fallback fails too', async () => {
      await fixture.connect('first', 'primary');
      await fixture.connect('second', 'fallback');
      fixture.first.failures.push(new RateLimited(60));
      fixture.second.failures.push(new Unavailable(7));
      const problem = await problemOf(create());
      expect(problem).toBeInstanceOf(WalletRateLimited);
      expect(problem.headers).toEqual({ 'retry-after': '60' });
    });

    it('refuses an invoice on a network that live keys may not use', async () => {
      await fixture.connect('first', 'primary');
      fixture.first.change = { network: 'testnet' };
      expect(await problemOf(create())).toBeInstanceOf(WalletInvalidInvoice);
    });

    it.each([
      ['of an unknown kind', { kind: 'abacus' }],
      ['to the sandbox', { kind: 'sandbox' }],
      ['whose credentials do not open', { sealed: Buffer.alloc(80, 1) }],
    ])('takes a connection %s for unavailable', async (_what, change) => {
      await fixture.connect('first', 'primary', change);
      expect(await problemOf(create())).toBeInstanceOf(WalletUnavailable);
      const fallback = await fixture.connect('second', 'fallback');
      expect(await create()).toMatchObject({ connectionId: fallback, usedFallback: true });
    });

    it('opens no credentials that were sealed for another connection', async () => {
      await fixture.connect('first', 'primary', { sealed: fixture.seal('wal_other', 'first') });
      expect(await problemOf(create())).toBeInstanceOf(WalletUnavailable);
    });

    it('says unknown of invoices whose connection is gone, belongs to another merchant, or never was', async () => {
      const id = await fixture.connect('first', 'primary');
      const made = await create();
      const stranger: Tenant = { ...live, merchantId: parseMerchantId(1_000_000) as MerchantId };
      for (const states of [
        await lookUp('wal_gone', made),
        await lookUp(id, made, stranger),
        await lookUp(null, made),
      ]) {
        expect([...states.values()]).toEqual([{ is: 'unknown', because: 'not-found' }]);
      }
      expect(fixture.first.lookedUp).toEqual([]);
    });

    it('throws what kept the wallet from answering a look-up', async () => {
      const id = await fixture.connect('first', 'primary');
      const made = await create();
      fixture.first.lookUpFailure = new Unavailable(3);
      await expect(lookUp(id, made)).rejects.toThrow(Unavailable);
    });
  });

  it('does not let a test replace a kind that it ships', () => {
    expect(() => fixture.registry.add('sandbox', () => fixture.first)).toThrow(RangeError);
  });
});
