import { limits } from '@turnpike/config';
import { type HotPool, type Statement } from '@turnpike/database';
import { type MerchantId, MppKeys, type PaymentHash, RootKeys } from '@turnpike/l402';
import { type Principal } from '@turnpike/merchants';
import {
  ChallengePersistFailed,
  IdempotencyInProgress,
  ServiceUnavailable,
  WalletInvalidInvoice,
} from '@turnpike/problems';
import { type AcceptedInvoice, Deadline, type Wallets } from '@turnpike/wallets';

import { PAYMENT_HASH_INDEX } from './challenge.repository.js';
import { MppChallenges } from './mpp-challenges.js';
import { type MintOrder, NewChallenges } from './new-challenges.js';
import type { WakeLookUps } from './wake-look-ups.js';

const asleep = { wake: () => undefined } as unknown as WakeLookUps;

const now = new Date('2026-06-15T12:00:00Z');
const settings = { tokenValiditySeconds: 3_600, invoiceExpirySeconds: 600, mppEnabled: true, realm: null };
const principal = { merchantId: 1 as MerchantId, mode: 'test', settings } as Principal;
const request = {
  resource: '/r',
  priceSats: 5,
  description: null,
  maxUses: null,
  payer: null,
  method: null,
  bodySha256: null,
  tokenValiditySeconds: null,
  metadata: null,
};
const invoice: AcceptedInvoice = {
  paymentRequest: 'lnbcrt1',
  paymentHash: 'ab'.repeat(32) as PaymentHash,
  expiresAt: new Date(now.getTime() + 600_000),
  providerRef: 'r',
  connectionId: null,
  invoiceKid: 1,
  usedFallback: false,
};

type Answer = () => Promise<{ rows: object[] }>;

/** Challenges by a wallet that answers so, on a database that does so with the record. */
function challengesOn(record: Answer, wallet: (deadline: Deadline) => Promise<AcceptedInvoice>) {
  const statements: (string | undefined)[] = [];
  const pool = {
    query: ({ name }: Statement) => {
      statements.push(name);
      return record();
    },
  };
  const wallets: Pick<Wallets, 'createInvoice'> = {
    createInvoice: (_tenant, _invoice, deadline) => wallet(deadline),
  };
  const masterKeys = [{ kid: 1, key: Buffer.alloc(32, 1) }];
  const keys = new RootKeys(masterKeys);
  const mpp = new MppChallenges(new MppKeys(masterKeys), { host: '127.0.0.1', publicUrl: null });
  return {
    challenges: new NewChallenges(pool as unknown as HotPool, wallets as Wallets, keys, mpp, asleep),
    statements,
  };
}

const order = (deadline: Deadline): MintOrder => ({
  principal,
  request,
  idempotencyKey: null,
  claims: [],
  counted: null,
  deadline,
});
const answers = () => Promise.resolve(invoice);
const failing =
  (error: object): Answer =>
  () =>
    Promise.reject(Object.assign(new Error('no'), error));
const made = (challenges: NewChallenges, deadline = Deadline.in(60_000)) =>
  challenges.make(order(deadline), now).catch((error: unknown) => error);

describe('a new challenge', () => {
  it.each([
    ['that was not recorded for a fault of ours', failing({ code: '42P01' }), ChallengePersistFailed],
    ['of which nobody knows whether it was recorded', failing({ code: '08006' }), ServiceUnavailable],
    ['whose statement ran out of time', failing({ code: '57014' }), ServiceUnavailable],
    ['that waited for a lock too long', failing({ code: '55P03' }), ServiceUnavailable],
    [
      'on a payment hash that another has',
      failing({ code: '23505', constraint: PAYMENT_HASH_INDEX }),
      WalletInvalidInvoice,
    ],
    [
      'refused by any other unique index',
      failing({ code: '23505', constraint: 'challenge_pkey' }),
      ChallengePersistFailed,
    ],
    ['whose claim was lost', () => Promise.resolve({ rows: [] }), IdempotencyInProgress],
  ])('%s is not handed out', async (_what, record, problem) => {
    expect(await made(challengesOn(record, answers).challenges)).toBeInstanceOf(problem);
  });

  it('leaves the wallet less time than there is, so that there is some for the record', async () => {
    let wallets: Deadline | null = null;
    const { challenges } = challengesOn(failing({ code: '08006' }), (deadline) => {
      wallets = deadline;
      return answers();
    });
    const deadline = Deadline.in(60_000);
    await made(challenges, deadline);
    const left = (wallets as Deadline | null)?.remainingMillis ?? Infinity;
    expect(deadline.remainingMillis - left).toBeGreaterThanOrEqual(limits.mintRecordMillis - 1);
  });

  it('is not recorded once its time is over', async () => {
    const { challenges, statements } = challengesOn(() => Promise.resolve({ rows: [] }), answers);
    expect(await made(challenges, Deadline.in(0))).toBeInstanceOf(ServiceUnavailable);
    expect(statements).toEqual([]);
  });
});
