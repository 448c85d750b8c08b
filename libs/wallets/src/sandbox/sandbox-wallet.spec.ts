import { randomBytes, randomUUID } from 'node:crypto';
import { ManualClock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { hashPreimage, parseMerchantId, type MerchantId, type Tenant } from '@turnpike/l402';
import { NotFound, SandboxInvoiceExpired, SandboxInvoicePaid } from '@turnpike/problems';
import { InvoiceKeys } from '@turnpike/secrets';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { Deadline } from '../deadline.js';
import { GuardedWallet } from '../guarded-wallet.js';
import { InvoicePreimages } from '../invoice-preimages.js';
import { Unavailable } from '../wallet-errors.js';
import type { InvoiceReference, InvoiceState } from '../wallet-provider.js';
import { SandboxFactory } from './sandbox-factory.js';
import { SandboxFaults } from './sandbox-faults.js';
import { SandboxNode } from './sandbox-node.js';
import { SandboxWallet } from './sandbox-wallet.js';
import { SandboxRepository } from './sandbox.repository.js';

const tenant: Tenant = { mode: 'test', merchantId: parseMerchantId(1) as MerchantId };
const stranger: Tenant = { mode: 'test', merchantId: parseMerchantId(2) as MerchantId };
const start = new Date('2026-11-20T12:00:00.250Z');
const oldKey = { kid: 1, key: randomBytes(32) };
const newKey = { kid: 2, key: randomBytes(32) };

describe('SandboxWallet', () => {
  let database: TestDatabase;
  let pool: HotPool;
  let clock: ManualClock;
  let wallet: GuardedWallet;
  let sandbox: SandboxWallet;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new HotPool(database.url);
  });

  beforeEach(() => {
    clock = new ManualClock(start);
    ({ wallet, sandbox } = openWith(new InvoiceKeys([oldKey])));
  });

  afterAll(async () => {
    await pool.onApplicationShutdown();
    await database.drop();
  });

  function openWith(keys: InvoiceKeys): { wallet: GuardedWallet; sandbox: SandboxWallet } {
    const repository = new SandboxRepository(pool);
    const factory = new SandboxFactory(new SandboxNode(keys), repository, new SandboxFaults(), clock);
    return {
      wallet: new GuardedWallet(factory.open(tenant), ['regtest'], clock),
      sandbox: new SandboxWallet(repository, new InvoicePreimages(keys), clock),
    };
  }

  async function create(): Promise<InvoiceReference> {
    const challengeId = randomUUID();
    const { preimage } = new InvoicePreimages(new InvoiceKeys([oldKey])).forNewInvoice(tenant, challengeId);
    const request = { challengeId, amountMsat: 3_000n, description: '', expirySeconds: 600, preimage };
    const made = await wallet.createInvoice(request, Deadline.in(5_000));
    const { text, paymentHash } = made.paymentRequest;
    return { ...made, paymentHash, paymentRequest: text, createdAt: start };
  }

  async function stateOf(invoice: InvoiceReference): Promise<InvoiceState | undefined> {
    return (await wallet.lookUpInvoices([invoice], Deadline.in(5_000))).get(invoice.paymentHash);
  }

  it('hands out the preimage of an invoice that it is told to pay, and the wallet says settled', async () => {
    const invoice = await create();
    const receipt = await sandbox.instruct(tenant, invoice.paymentRequest, 'pay');
    expect(receipt).toEqual({
      preimage: expect.stringMatching(/^[0-9a-f]{64}$/),
      paymentHash: invoice.paymentHash,
      paidAt: start,
    });
    expect(hashPreimage(receipt.preimage!)).toBe(invoice.paymentHash);
    expect(await stateOf(invoice)).toEqual({
      is: 'settled',
      receivedMsat: 3_000n,
      settledAt: start,
      via: 'lightning',
    });
  });

  it('lets the word of the wallet follow the payment after the delay', async () => {
    const invoice = await create();
    const receipt = await sandbox.instruct(tenant, invoice.paymentRequest, 'pay', 30);
    expect(receipt.paidAt).toEqual(start);
    expect(await stateOf(invoice)).toEqual({ is: 'pending' });
    clock.advanceSeconds(29);
    expect(await stateOf(invoice)).toEqual({ is: 'pending' });
    clock.advanceSeconds(1);
    expect(await stateOf(invoice)).toMatchObject({ is: 'settled' });
  });

  it('pays so that the wallet can never tell, if told so', async () => {
    const invoice = await create();
    const receipt = await sandbox.instruct(tenant, invoice.paymentRequest, 'unknown');
    expect(hashPreimage(receipt.preimage!)).toBe(invoice.paymentHash);
    clock.advanceSeconds(10_000);
    expect(await stateOf(invoice)).toEqual({ is: 'unknown', because: 'unreadable' });
  });

  it('fails a payment without a trace: the invoice stays open and can be paid', async () => {
    const invoice = await create();
    const nothing = { preimage: null, paymentHash: invoice.paymentHash, paidAt: null };
    expect(await sandbox.instruct(tenant, invoice.paymentRequest, 'fail')).toEqual(nothing);
    expect(await stateOf(invoice)).toEqual({ is: 'open' });
    expect((await sandbox.instruct(tenant, invoice.paymentRequest, 'pay')).preimage).not.toBeNull();
  });

  it('ends an invoice for good, without a preimage', async () => {
    const invoice = await create();
    const receipt = await sandbox.instruct(tenant, invoice.paymentRequest, 'expire');
    expect(receipt).toEqual({ preimage: null, paymentHash: invoice.paymentHash, paidAt: null });
    expect(await stateOf(invoice)).toEqual({ is: 'expired' });
    for (const instruction of ['pay', 'unknown', 'expire', 'fail'] as const) {
      const again = sandbox.instruct(tenant, invoice.paymentRequest, instruction);
      await expect(again).rejects.toThrow(SandboxInvoiceExpired);
    }
  });

  it('pays nothing from the second on in which the invoice expires', async () => {
    const invoice = await create();
    clock.set(new Date(invoice.expiresAt.getTime() - 1));
    expect(await stateOf(invoice)).toEqual({ is: 'open' });
    clock.set(invoice.expiresAt);
    expect(await stateOf(invoice)).toEqual({ is: 'expired' });
    for (const instruction of ['pay', 'unknown', 'expire', 'fail'] as const) {
      const late = sandbox.instruct(tenant, invoice.paymentRequest, instruction);
      await expect(late).rejects.toThrow(SandboxInvoiceExpired);
    }
  });

  it.each(['pay', 'unknown'] as const)('pays once: after %s nothing can be done any more', async (first) => {
    const invoice = await create();
    await sandbox.instruct(tenant, invoice.paymentRequest, first);
    clock.set(invoice.expiresAt);
    for (const instruction of ['pay', 'unknown', 'expire', 'fail'] as const) {
      const again = sandbox.instruct(tenant, invoice.paymentRequest, instruction);
      await expect(again).rejects.toThrow(SandboxInvoicePaid);
    }
  });

  it('lets one of many that decide at once decide', async () => {
    const invoice = await create();
    const calls = Array.from({ length: 12 }, (_, index) =>
      sandbox.instruct(tenant, invoice.paymentRequest, index % 2 === 0 ? 'pay' : 'expire'),
    );
    const results = await Promise.allSettled(calls);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const wasPaid = results.some((one) => one.status === 'fulfilled' && one.value.preimage !== null);
    expect((await stateOf(invoice))?.is).toBe(wasPaid ? 'settled' : 'expired');
  });

  it('knows no invoice of another merchant, of live mode, or that it did not make', async () => {
    const invoice = await create();
    const upper = invoice.paymentRequest.toUpperCase();
    const attempts = [
      sandbox.instruct(stranger, invoice.paymentRequest, 'pay'),
      sandbox.instruct({ ...tenant, mode: 'live' }, invoice.paymentRequest, 'pay'),
      sandbox.instruct(tenant, 'lnbcrt1nonsense', 'pay'),
      sandbox.instruct(tenant, '', 'expire'),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toThrow(NotFound);
    expect(await stateOf(invoice)).toEqual({ is: 'open' });
    expect((await sandbox.instruct(tenant, ` ${upper} `, 'pay')).paidAt).toEqual(start);
  });

  it('pays what was made under an invoice key that is no longer the first', async () => {
    const invoice = await create();
    const rotated = openWith(new InvoiceKeys([newKey, oldKey]));
    const receipt = await rotated.sandbox.instruct(tenant, invoice.paymentRequest, 'pay');
    expect(hashPreimage(receipt.preimage!)).toBe(invoice.paymentHash);
  });

  it('leaves an invoice open that it can no longer pay because its key is gone', async () => {
    const invoice = await create();
    const without = openWith(new InvoiceKeys([newKey]));
    await expect(without.sandbox.instruct(tenant, invoice.paymentRequest, 'pay')).rejects.toThrow(
      'the invoice key is gone',
    );
    expect(await stateOf(invoice)).toEqual({ is: 'open' });
  });

  it('keeps no preimage', async () => {
    const invoice = await create();
    const { preimage } = await sandbox.instruct(tenant, invoice.paymentRequest, 'pay');
    const { rows } = await pool.query<{ row: string }>({
      text: 'SELECT s::text AS row FROM sandbox_invoice s',
    });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => row.includes(preimage!))).toEqual([]);
  });

  it('keeps no invoice for a call whose time is over when its turn comes', async () => {
    const keys = new InvoiceKeys([oldKey]);
    const repository = new SandboxRepository(pool);
    const provider = new SandboxFactory(new SandboxNode(keys), repository, new SandboxFaults(), clock).open(
      tenant,
    );
    const challengeId = randomUUID();
    const { preimage } = new InvoicePreimages(keys).forNewInvoice(tenant, challengeId);
    const request = { challengeId, amountMsat: 3_000n, description: '', expirySeconds: 600, preimage };
    const late = { deadline: Deadline.in(0), signal: AbortSignal.abort() };
    await expect(provider.createInvoice(request, late)).rejects.toThrow(Unavailable);
    expect(await repository.find(tenant.merchantId, [hashPreimage(preimage)])).toEqual([]);
  });
});
