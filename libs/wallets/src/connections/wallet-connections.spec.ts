import type { MerchantId } from '@turnpike/l402';
import {
  NotFound,
  ValidationFailed,
  WalletInUse,
  WalletNotConfigured,
  WalletRateLimited,
} from '@turnpike/problems';
import { DeskScene, MERCHANT } from '../testing/desk-scene.js';
import { CredentialInvalid, ProtocolViolation, RateLimited, Unavailable } from '../wallet-errors.js';

const OTHER = 2 as MerchantId;

let scene: DeskScene;

beforeAll(async () => {
  scene = await DeskScene.start();
});

beforeEach(() => scene.rows.clear());

afterAll(() => scene.close());

describe('another merchant’s wallet', () => {
  it('does not exist: it is neither seen, checked, changed, removed nor given a role', async () => {
    const { id } = await scene.add('theirs', 'primary');
    expect(await scene.connections.list(OTHER)).toEqual([]);
    for (const attempt of [
      scene.connections.check(OTHER, id),
      scene.connections.change(OTHER, id, { label: 'mine', role: null }),
      scene.connections.remove(OTHER, id),
    ])
      await expect(attempt).rejects.toBeInstanceOf(NotFound);
    await expect(scene.connections.makePrimary(OTHER, 'desk')).rejects.toBeInstanceOf(WalletNotConfigured);
    expect((await scene.connections.list(MERCHANT))[0]).toMatchObject({ role: 'primary', label: null });
  });
});

describe('a wallet that is removed', () => {
  it('takes everything with it that is kept of it, and is told to send no more notices', async () => {
    await scene.add('stays', 'primary');
    const { id } = await scene.add('goes', 'fallback');
    for (const text of [
      `INSERT INTO wallet_alert (connection_id, matter, merchant_id, detail, first_at, last_at) VALUES ($1, 'clock', 1, '', now(), now())`,
      `INSERT INTO wallet_stream (connection_id, merchant_id, holder, lease_until) VALUES ($1, 1, 'x', now())`,
      `INSERT INTO wallet_notice (connection_id, event_id, received_at) VALUES ($1, 'x', now())`,
    ])
      await scene.pool.query({ text, values: [id] });
    await scene.connections.remove(MERCHANT, id);
    for (const table of ['wallet_alert', 'wallet_stream', 'wallet_notice'])
      expect((await scene.pool.query({ text: `SELECT 1 FROM ${table}` })).rowCount).toBe(0);
    expect(scene.node('goes').calls.at(-1)).toBe('unregister');
    expect(await scene.connections.list(MERCHANT)).toHaveLength(1);
  });

  it('is open no longer', async () => {
    const { id } = await scene.add('closes');
    scene.open.walletOf(MERCHANT, await scene.row(id));
    expect(scene.node('closes').open).toBe(1);
    await scene.connections.remove(MERCHANT, id);
    expect(scene.node('closes').open).toBe(0);
  });

  it('goes also when it is away, and when its credentials do not open any more', async () => {
    const { id } = await scene.add('dead');
    scene.node('dead').failures.unregister = new Unavailable(1);
    await scene.connections.remove(MERCHANT, id);
    await scene.rows.add({ id: 'wal_sealed', kind: 'desk', sealedCredentials: Buffer.from('nonsense') });
    await scene.connections.remove(MERCHANT, 'wal_sealed');
    expect(await scene.connections.list(MERCHANT)).toEqual([]);
    await expect(scene.connections.remove(MERCHANT, id)).rejects.toBeInstanceOf(NotFound);
  });

  it('is never the primary one', async () => {
    const { id } = await scene.add('sells', 'primary');
    await expect(scene.connections.remove(MERCHANT, id)).rejects.toBeInstanceOf(WalletInUse);
    expect(scene.node('sells').calls).not.toContain('unregister');
  });
});

describe('a check', () => {
  it('writes down what it finds, and takes back what is no longer so', async () => {
    const node = scene.node('checked');
    node.word = null;
    const { id, warnings } = await scene.add('checked');
    expect(warnings).toEqual(['look_up_unproven']);
    node.word = { is: 'open' };
    scene.clock.advanceSeconds(60);
    expect(await scene.connections.check(MERCHANT, id)).toMatchObject({
      health: 'ok',
      warnings: [],
      lastCheckedAt: scene.clock.now(),
    });
  });

  it.each([
    ['is away', new Unavailable(5), 'unavailable'],
    ['allows no calls', new RateLimited(5), 'unavailable'],
    ['refuses us', new CredentialInvalid(), 'rejected'],
    ['answers nonsense', new ProtocolViolation('x'), 'rejected'],
  ])('of a wallet that %s is a finding and keeps what was found before', async (_what, error, health) => {
    const { id } = await scene.add(`found-${health}`);
    const before = await scene.row(id);
    scene.node(`found-${health}`).failures.check = error;
    expect(await scene.connections.check(MERCHANT, id)).toMatchObject({ health, network: 'regtest' });
    expect((await scene.row(id)).payee).toBe(before.payee);
    expect(await scene.rows.health(id)).toMatchObject({ badSince: scene.clock.now() });
    delete scene.node(`found-${health}`).failures.check;
    expect(await scene.connections.check(MERCHANT, id)).toMatchObject({ health: 'ok' });
    expect(await scene.rows.health(id)).toMatchObject({ badSince: null });
  });

  it('for which our own budget has no room says so, and writes nothing about the wallet', async () => {
    const { id } = await scene.add('busy');
    const before = await scene.rows.health(id);
    scene.node('busy').failures.check = new RateLimited(7, 'budget');
    const refusal = await scene.connections.check(MERCHANT, id).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(WalletRateLimited);
    expect(refusal).toMatchObject({ headers: { 'retry-after': '7' } });
    expect(await scene.rows.health(id)).toEqual(before);
  });

  it('of a node that signs with another key than the pinned one refuses it and keeps the pin', async () => {
    const { id } = await scene.add('pinned');
    const { payee } = await scene.row(id);
    Object.assign(scene.node('pinned'), { key: Buffer.alloc(32, 7) });
    expect(await scene.connections.check(MERCHANT, id)).toMatchObject({ health: 'rejected' });
    expect((await scene.row(id)).payee).toBe(payee);
  });

  it('of a wallet whose network is not allowed any more refuses it', async () => {
    const { id } = await scene.add('moved');
    scene.node('moved').network = 'testnet';
    expect(await scene.connections.check(MERCHANT, id)).toMatchObject({ health: 'rejected' });
  });
});

describe('the primary wallet by kind', () => {
  it('is the newest of that kind', async () => {
    await scene.add('older', 'primary');
    scene.clock.advanceSeconds(1);
    const newer = await scene.add('newer');
    await scene.rows.add({ id: 'wal_lnd', kind: 'lnd', createdAt: new Date('2030-01-01') });
    expect(await scene.connections.makePrimary(MERCHANT, 'desk')).toMatchObject({
      id: newer.id,
      role: 'primary',
    });
    await expect(scene.connections.makePrimary(MERCHANT, 'sandbox')).rejects.toBeInstanceOf(ValidationFailed);
    await expect(scene.connections.makePrimary(MERCHANT, 'cln')).rejects.toBeInstanceOf(WalletNotConfigured);
  });
});
