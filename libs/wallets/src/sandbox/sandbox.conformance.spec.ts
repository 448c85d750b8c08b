import { randomBytes } from 'node:crypto';
import { ManualClock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import {
  parseMerchantId,
  parsePaymentHash,
  signPaymentRequest,
  type MerchantId,
  type PaymentHash,
  type PaymentRequestTerms,
  type Tenant,
} from '@turnpike/l402';
import { InvoiceKeys } from '@turnpike/secrets';
import { byteWords, hexWords, writePaymentRequest } from '../../../../test/support/bolt11-writer.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { GuardedWallet } from '../guarded-wallet.js';
import { InvoicePreimages } from '../invoice-preimages.js';
import { describeWallet, type WalletFault, type WalletUnderTest } from '../testing/wallet.conformance.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Unavailable,
  UnknownOutcome,
} from '../wallet-errors.js';
import type { CallLimits, CreatedInvoice } from '../wallet-provider.js';
import { SandboxFaults } from './sandbox-faults.js';
import { SandboxNode } from './sandbox-node.js';
import { SandboxWallet } from './sandbox-wallet.js';
import { SandboxProvider } from './sandbox.provider.js';
import { SandboxRepository } from './sandbox.repository.js';

let database: TestDatabase;
let pool: HotPool;
let merchants = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool(database.url);
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const otherKey = Buffer.alloc(32, 9);

/** An invoice of the sandbox with one thing about it wrong. */
function spoil(
  made: CreatedInvoice,
  node: SandboxNode,
  now: Date,
  change: Partial<PaymentRequestTerms>,
): CreatedInvoice {
  const terms: PaymentRequestTerms = {
    network: 'regtest',
    amountMsat: 21_000n,
    paymentHash: parsePaymentHash(made.claimedHash) as PaymentHash,
    paymentSecret: randomBytes(32),
    description: 'x',
    expirySeconds: 600,
    timestampSeconds: Math.floor(now.getTime() / 1000),
    privateKey: node.privateKey,
    ...change,
  };
  return { ...made, paymentRequest: signPaymentRequest(terms) };
}

function amountless(made: CreatedInvoice, node: SandboxNode, now: Date): CreatedInvoice {
  const paymentRequest = writePaymentRequest({
    prefix: 'lnbcrt',
    timestampSeconds: Math.floor(now.getTime() / 1000),
    privateKey: Buffer.from(node.privateKey).toString('hex'),
    fields: [
      ['p', hexWords(made.claimedHash ?? '')],
      ['s', hexWords('11'.repeat(32))],
      ['d', byteWords(Buffer.from('x'))],
    ],
  });
  return { ...made, paymentRequest };
}

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** The faults that are alike for all calls. */
async function failCall(fault: WalletFault, call: CallLimits): Promise<never> {
  if (fault === 'unreachable') throw new Unavailable(3);
  if (fault === 'rate-limited') throw new RateLimited(30);
  if (fault === 'revoked') throw new CredentialInvalid();
  if (fault === 'hanging') return new Promise<never>(() => undefined);
  if (fault === 'answers-late') await until(call.signal);
  throw new TypeError(`cannot read secret of ${'key'.repeat(9)}`);
}

async function open(): Promise<WalletUnderTest> {
  merchants += 1;
  const tenant: Tenant = { mode: 'test', merchantId: parseMerchantId(merchants) as MerchantId };
  const clock = new ManualClock(new Date('2026-11-20T12:00:00.700Z'));
  const keys = new InvoiceKeys([{ kid: 3, key: randomBytes(32) }]);
  const [node, faults, repository] = [
    new SandboxNode(keys),
    new SandboxFaults(),
    new SandboxRepository(pool),
  ];
  const preimages = new InvoicePreimages(keys);
  const sandbox = new SandboxWallet(repository, preimages, clock);
  const provider = new SandboxProvider(tenant.merchantId, node, repository, faults, clock);

  const spoiled: Partial<Record<WalletFault, (made: CreatedInvoice) => CreatedInvoice>> = {
    garbage: (made) => ({ ...made, paymentRequest: 'lnbcrt1garbage' }),
    'wrong-amount': (made) => spoil(made, node, clock.now(), { amountMsat: 21_001n }),
    amountless: (made) => amountless(made, node, clock.now()),
    'wrong-hash': (made) =>
      spoil(made, node, clock.now(), { paymentHash: parsePaymentHash('0f'.repeat(32)) as PaymentHash }),
    'wrong-network': (made) => spoil(made, node, clock.now(), { network: 'mainnet' }),
    'wrong-payee': (made) => spoil(made, node, clock.now(), { privateKey: otherKey }),
    expired: (made) => spoil(made, node, clock.now(), { expirySeconds: 59 }),
  };

  return {
    wallet: new GuardedWallet(provider, ['regtest'], clock),
    secrets: [keys.current.key, node.privateKey]
      .flatMap((key) => [Buffer.from(key).toString('hex'), Buffer.from(key).toString('base64')])
      .concat('key'.repeat(9)),
    now: () => clock.now(),
    preimageFor: (challengeId) => preimages.forNewInvoice(tenant, challengeId).preimage,
    pay: async (invoice) => {
      await sandbox.instruct(tenant, invoice.paymentRequest, 'pay');
    },
    failWith: (fault) => {
      if (fault === 'huge' || fault === 'drips') return false;
      const change = spoiled[fault];
      let isLost = false;
      faults.creation = async (create, call) => {
        if (fault !== 'lost-answer') return change ? change(await create()) : failCall(fault, call);
        const made = await create();
        if (isLost) return made;
        isLost = true;
        throw new UnknownOutcome();
      };
      faults.lookUp = async (_answer, call) => {
        if (fault === 'partial') return new Map();
        if (fault === 'garbage') throw new ProtocolViolation('not JSON');
        return failCall(fault, call);
      };
      return true;
    },
    close: async () => faults.clear(),
  };
}

describeWallet('sandbox', open);
