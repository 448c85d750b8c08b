import { limits } from '@turnpike/config';
import { SandboxFaults } from '@turnpike/wallets';
import {
  CredentialInvalid,
  type CreatedInvoice,
  type Interception,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from '@turnpike/wallets';

import { HeldTable } from '../support/held-table.js';
import { SandboxShop } from '../support/sandbox-shop.js';

/** What a busy machine adds before and after the server's own time. */
const machineMillis = 1_000;

let shop: SandboxShop;
let faults: SandboxFaults;

beforeAll(async () => {
  shop = await SandboxShop.open();
  faults = shop.api.app.get(SandboxFaults, { strict: false });
});

afterAll(() => shop.close());
afterEach(() => faults.clear());

const failing =
  (error: Error): Interception<CreatedInvoice> =>
  () =>
    Promise.reject(error);
const KEY = { 'x-idempotency-key': 'under failure' };

async function expectFailure(status: number, error: string, retryAfter: string | null): Promise<void> {
  const challenges = await shop.count('challenge');
  const reply = await shop.mint({ payer: 'p' }, KEY);
  expect({ status: reply.status, error: reply.body['error'] }).toEqual({ status, error });
  expect(reply.headers.get('retry-after')).toBe(retryAfter);
  for (const member of ['invoice', 'macaroon', 'paymentHash']) expect(reply.body).not.toHaveProperty(member);
  expect(await shop.count('challenge')).toBe(challenges);
  expect(await shop.count('idempotency_key WHERE challenge_key IS NULL')).toBe(0);
}

describe('POST /api/l402/challenges: 503', () => {
  it.each([
    ['is away', new Unavailable(7), 'wallet_unavailable', '7'],
    ['allows no more calls', new RateLimited(30), 'wallet_rate_limited', '30'],
    ['refuses its credential', new CredentialInvalid(), 'wallet_unavailable', '5'],
    ['gives no usable answer, twice', new UnknownOutcome(), 'wallet_unavailable', '5'],
    ['throws something unforeseen', new TypeError('inner'), 'wallet_unavailable', '5'],
  ])('when the wallet %s, and the key is free again', async (_what, error, slug, retryAfter) => {
    faults.creation = failing(error);
    await expectFailure(503, slug, retryAfter);
    faults.clear();
    const reply = await shop.mint({ payer: 'p', resource: `/${slug}/${error.name}` }, KEY);
    expect(reply.status).toBe(200);
    await shop.revoke(String(reply.body['paymentHash']));
  });

  it('not when the wallet answers at the second time of asking', async () => {
    let asked = 0;
    faults.creation = (answer) => {
      asked += 1;
      return asked === 1 ? Promise.reject(new UnknownOutcome()) : answer();
    };
    expect((await shop.mint()).status).toBe(200);
    expect(asked).toBe(2);
  });

  it('when the record cannot be written for now, and the key is free again', async () => {
    const table = await HeldTable.hold(shop.api.env.databaseUrl ?? '', 'outbox');
    const minting = expectFailure(503, 'service_unavailable', '1');
    await table.untilWaiting();
    await table.dropWaiting();
    await table.release();
    await minting;
  });
});

describe('POST /api/l402/challenges: 502', () => {
  let stranger: string;

  beforeAll(async () => {
    stranger = (await shop.minted({ priceSats: 5 })).invoice;
  });

  const spoilt: [string, (made: CreatedInvoice) => Partial<CreatedInvoice>][] = [
    ['is the invoice of another challenge', () => ({ paymentRequest: stranger })],
    ['claims another hash', () => ({ claimedHash: '00'.repeat(32) })],
    ['is of another network', (made) => ({ paymentRequest: made.paymentRequest.replace('lnbcrt', 'lnbc') })],
    ['has a wrong checksum', (made) => ({ paymentRequest: `${made.paymentRequest.slice(0, -1)}q` })],
    ['is no invoice', () => ({ paymentRequest: 'lnbcrt' })],
    ['is empty', () => ({ paymentRequest: '' })],
  ];

  it.each(spoilt)('when what the wallet made %s', async (_what, spoil) => {
    faults.creation = async (answer) => {
      const made = await answer();
      return { ...made, ...spoil(made) };
    };
    await expectFailure(502, 'wallet_invalid_invoice', null);
  });

  it('when the wallet breaks its protocol', async () => {
    faults.creation = failing(new ProtocolViolation('amount'));
    await expectFailure(502, 'wallet_invalid_invoice', null);
  });
});

describe('POST /api/l402/challenges: 400 by the wallet', () => {
  it.each(['amount', 'description'] as const)(
    'names the member when the wallet takes no such %s',
    async (member) => {
      faults.creation = failing(new Rejected(member));
      const { status, body } = await shop.mint();
      expect(status).toBe(400);
      expect(Object.keys(body['errors'] as object)).toEqual([
        member === 'amount' ? 'priceSats' : 'description',
      ]);
    },
  );
});

describe('POST /api/l402/challenges: 500', () => {
  it('hands nothing out that could not be recorded, and the key is free again', async () => {
    await shop.pool.query({ text: 'ALTER TABLE outbox RENAME TO outbox_away' });
    try {
      await expectFailure(500, 'challenge_persist_failed', null);
    } finally {
      await shop.pool.query({ text: 'ALTER TABLE outbox_away RENAME TO outbox' });
    }
    const { status, headers } = await shop.mint({ payer: 'p' }, KEY);
    expect([status, headers.get('x-idempotency-replayed')]).toEqual([200, null]);
  });
});

describe('waiting has an end', () => {
  it('for a wallet that never answers, and for another call that holds the idempotency key', async () => {
    const held = { 'x-idempotency-key': 'held' };
    await shop.minted({ resource: '/held' }, held);
    await shop.pool.query({
      text: `UPDATE idempotency_key SET challenge_key = NULL, lease_until = now() + interval '15 seconds'
        WHERE key = 'held'`,
    });
    faults.creation = () => new Promise(() => undefined);
    const slow = { 'x-idempotency-key': 'slow' };
    const started = performance.now();
    const [late, waiting] = await Promise.all([
      shop.mint({ resource: '/slow' }, slow),
      shop.mint({ resource: '/held' }, held),
    ]);
    expect(performance.now() - started).toBeLessThan(limits.mintDeadlineMillis + machineMillis);
    expect([late.status, late.body['error']]).toEqual([503, 'wallet_unavailable']);
    expect(late.headers.get('retry-after')).toMatch(/^\d+$/);
    expect([waiting.status, waiting.body['error']]).toEqual([409, 'idempotency_in_progress']);
    expect(waiting.headers.get('retry-after')).toBe('1');
    faults.clear();
    expect((await shop.mint({ resource: '/other' }, slow)).status).toBe(200);
  });

  it('for a wallet that takes almost all of it and a record that then stands still: 503, and the key leads to one challenge', async () => {
    const { databaseUrl } = shop.api.env;
    const table = await HeldTable.hold(databaseUrl ?? '', 'challenge');
    const late = { 'x-idempotency-key': 'late record' };
    faults.creation = async (answer) => {
      const made = await answer();
      await new Promise((resolve) => setTimeout(resolve, limits.walletCallMillis - 500));
      return made;
    };
    const started = performance.now();
    const reply = await shop.mint({ resource: '/late' }, late);
    expect(performance.now() - started).toBeLessThan(limits.mintDeadlineMillis + machineMillis);
    expect([reply.status, reply.body['error']]).toEqual([503, 'service_unavailable']);
    expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
    await table.release();
    faults.clear();
    const again = await shop.mint({ resource: '/late' }, late);
    expect(again.status).toBe(200);
    expect(await shop.count(`challenge WHERE resource = '/late'`)).toBe(1);
  });
});
