import { randomBytes } from 'node:crypto';
import type { MerchantId } from '@turnpike/l402';
import { DeskScene, MERCHANT, sealerOf } from '../testing/desk-scene.js';
import { walletBounds } from '../wallet-bounds.js';
import { CredentialInvalid } from '../wallet-errors.js';
import { sealContextOf, webhookSealContextOf } from './seal-contexts.js';
import type { StoredConnection } from './stored-connection.js';

const OTHER = 2 as MerchantId;

let scene: DeskScene;

beforeAll(async () => {
  scene = await DeskScene.start();
});

afterAll(() => scene.close());

afterEach(() => {
  jest.useRealTimers();
});

/** A row of a connection to the node of that name, sealed for its merchant. */
function rowOf(node: string, change: Partial<StoredConnection> = {}): StoredConnection {
  const id = `wal_${randomBytes(16).toString('hex')}`;
  const plain = Buffer.from(JSON.stringify({ node }));
  return {
    id,
    merchantId: MERCHANT,
    kind: 'desk',
    role: 'primary',
    sealedCredentials: scene.sealer.seal(plain, sealContextOf(MERCHANT, id)),
    payee: null,
    webhookToken: 'aa'.repeat(16),
    sealedWebhookSecret: null,
    ...change,
  };
}

const resealed = (row: StoredConnection, node: string): StoredConnection => ({
  ...row,
  sealedCredentials: scene.sealer.seal(
    Buffer.from(JSON.stringify({ node })),
    sealContextOf(MERCHANT, row.id),
  ),
});

/** Opens it twice and gives the error, which has to be the same both times. */
function refusalOf(merchantId: MerchantId, row: StoredConnection): unknown {
  const attempt = (): unknown => {
    try {
      return scene.open.walletOf(merchantId, row);
    } catch (error) {
      return error;
    }
  };
  const first = attempt();
  expect(attempt()).toEqual(first);
  return first;
}

describe('the wallet of a connection', () => {
  it('is opened once, whatever role it has', () => {
    const row = rowOf('kept');
    const wallet = scene.open.walletOf(MERCHANT, row);
    expect(scene.open.walletOf(MERCHANT, { ...row, role: null })).toBe(wallet);
    expect(scene.node('kept').open).toBe(1);
  });

  it.each([
    ['its credentials', (row: StoredConnection) => resealed(row, 'changed-to')],
    ['its payee', (row: StoredConnection) => ({ ...row, payee: '02'.repeat(33) })],
    ['its address for notices', (row: StoredConnection) => ({ ...row, webhookToken: 'bb'.repeat(16) })],
    [
      'the secret of its notices',
      (row: StoredConnection) => ({
        ...row,
        sealedWebhookSecret: scene.sealer.seal(Buffer.from('s'), webhookSealContextOf(MERCHANT, row.id)),
      }),
    ],
  ])('is another one when %s changed, and the one before is closed later, not at once', (_what, change) => {
    jest.useFakeTimers({ doNotFake: ['performance', 'Date', 'nextTick', 'queueMicrotask', 'setImmediate'] });
    const node = scene.node(`before-${_what}`.replaceAll(' ', '-'));
    const row = rowOf(`before-${_what}`.replaceAll(' ', '-'));
    const before = scene.open.walletOf(MERCHANT, row);
    const changed = change(row);
    const after = scene.open.walletOf(MERCHANT, changed);
    expect(after).not.toBe(before);
    expect(scene.open.walletOf(MERCHANT, changed)).toBe(after);
    const stillOpen = node.open;
    jest.advanceTimersByTime(walletBounds.closeAfterMillis - 1);
    expect(node.open).toBe(stillOpen);
    jest.advanceTimersByTime(1);
    expect(node.open).toBe(stillOpen - 1);
  });

  it('is closed with the process, also where it has given way to another already', async () => {
    const open = scene.openWith(scene.sealer);
    const row = rowOf('first-of-two');
    open.walletOf(MERCHANT, row);
    open.walletOf(MERCHANT, resealed(row, 'second-of-two'));
    await open.onApplicationShutdown();
    expect([scene.node('first-of-two').open, scene.node('second-of-two').open]).toEqual([0, 0]);
  });

  it('is closed at once when the connection is gone, and opened anew should it come again', () => {
    const row = rowOf('gone');
    const wallet = scene.open.walletOf(MERCHANT, row);
    scene.open.forget(row.id);
    scene.open.forget('wal_never');
    expect(scene.node('gone').open).toBe(0);
    expect(scene.open.walletOf(MERCHANT, row)).not.toBe(wallet);
  });
});

describe('a row that was tampered with', () => {
  it('opens for no other merchant, neither before nor after it was open for its own', () => {
    const row = rowOf('moved');
    const moved = { ...row, merchantId: OTHER };
    expect(refusalOf(OTHER, moved)).toBeInstanceOf(CredentialInvalid);
    scene.open.walletOf(MERCHANT, row);
    expect(refusalOf(OTHER, moved)).toBeInstanceOf(CredentialInvalid);
    expect(refusalOf(OTHER, row)).toBeInstanceOf(CredentialInvalid);
    expect(scene.node('moved').open).toBe(1);
  });

  it.each([
    ['with the credentials of another row', () => ({ sealedCredentials: rowOf('x').sealedCredentials })],
    ['with nothing sealed', () => ({ sealedCredentials: Buffer.alloc(0) })],
    ['with nonsense', () => ({ sealedCredentials: randomBytes(200) })],
    ['of no kind we know', () => ({ kind: 'no-such' })],
    [
      'with the secret of notices of another row',
      () => ({
        sealedWebhookSecret: scene.sealer.seal(Buffer.from('s'), webhookSealContextOf(OTHER, 'wal_x')),
      }),
    ],
  ])('%s does not open', (_what, change) => {
    expect(refusalOf(MERCHANT, rowOf('tampered', change()))).toBeInstanceOf(CredentialInvalid);
    expect(scene.node('tampered').open).toBe(0);
  });
});

describe('credentials that cannot be used', () => {
  it('because an earlier version stored them, are refused as such, and not quoted', () => {
    const refusal = refusalOf(MERCHANT, rowOf('bygone-secret'));
    expect(refusal).toBeInstanceOf(CredentialInvalid);
    expect(`${String(refusal)} ${(refusal as Error).stack ?? ''}`).not.toContain('bygone');
    expect((refusal as Error).cause).toBeUndefined();
  });

  it('because they are no JSON, are refused as such, and not quoted', () => {
    const row = rowOf('x');
    const sealedCredentials = scene.sealer.seal(Buffer.from('hunter2 {'), sealContextOf(MERCHANT, row.id));
    const refusal = refusalOf(MERCHANT, { ...row, sealedCredentials });
    expect(refusal).toBeInstanceOf(CredentialInvalid);
    expect((refusal as Error).stack).not.toContain('hunter2');
  });

  it('because their seal key is gone, are refused as such', () => {
    const open = scene.openWith(sealerOf({ kid: 1 }));
    expect(() => open.walletOf(MERCHANT, rowOf('x'))).toThrow(CredentialInvalid);
  });
});
