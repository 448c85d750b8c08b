import type { MerchantId } from '@turnpike/l402';
import { NotFound, ValidationFailed, WalletInUse } from '@turnpike/problems';
import { HeldConnections } from '../testing/held-connections.js';
import { DeskScene, MERCHANT } from '../testing/desk-scene.js';
import { walletBounds } from '../wallet-bounds.js';
import type { ConnectionView, WalletRole } from './stored-connection.js';

const OTHER = 2 as MerchantId;

let scene: DeskScene;

beforeAll(async () => {
  scene = await DeskScene.start();
});

beforeEach(() => scene.rows.clear());

afterAll(() => scene.close());

const rolesOf = async (merchantId = MERCHANT): Promise<(string | null)[]> =>
  (await scene.rows.roles(merchantId)).map(({ role }) => role);
const times = <T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));

describe('a role', () => {
  it('leaves the wallet that had it, and no other merchant’s', async () => {
    const [first, theirs] = [await scene.add('a', 'primary'), await scene.add('a', 'primary', OTHER)];
    const second = await scene.add('b', 'primary');
    expect(await scene.rows.roles(MERCHANT)).toEqual([
      { id: second.id, role: 'primary' },
      { id: first.id, role: null },
    ]);
    await scene.connections.change(MERCHANT, first.id, { role: 'primary' });
    expect((await scene.connections.list(MERCHANT)).map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(await scene.rows.roles(OTHER)).toEqual([{ id: theirs.id, role: 'primary' }]);
  });

  it('is changed from one to the other in one step, and given up', async () => {
    const [first, second] = [await scene.add('a', 'primary'), await scene.add('b', 'fallback')];
    await scene.connections.change(MERCHANT, second.id, { role: 'primary' });
    expect(await scene.rows.roles(MERCHANT)).toEqual([
      { id: second.id, role: 'primary' },
      { id: first.id, role: null },
    ]);
    await scene.connections.change(MERCHANT, second.id, { role: null });
    expect(await rolesOf()).toEqual([null, null]);
  });

  it('stays when only the label changes, and the label when only the role does', async () => {
    const { id } = await scene.add('a', 'primary');
    expect(await scene.connections.change(MERCHANT, id, { label: 'Shop' })).toMatchObject({
      label: 'Shop',
      role: 'primary',
    });
    expect(await scene.connections.change(MERCHANT, id, { role: 'fallback' })).toMatchObject({
      label: 'Shop',
    });
    expect(await scene.connections.change(MERCHANT, id, { label: null })).toMatchObject({ label: null });
  });

  it('is one wallet’s after twenty connect for it and twenty change at once', async () => {
    const made = await times(10, (n) => scene.add(`first-${n}`));
    const idOf = (n: number): string => made[n % made.length]?.id ?? '';
    await Promise.all([
      times(20, (n) => scene.add(`more-${n}`, n % 2 === 0 ? 'primary' : 'fallback')),
      times(20, (n) => {
        const role: WalletRole = n % 3 === 0 ? 'fallback' : 'primary';
        return scene.connections.change(MERCHANT, idOf(n), { role });
      }),
    ]);
    const roles = await rolesOf();
    expect(roles).toHaveLength(30);
    expect(roles.filter((role) => role !== null).sort()).toEqual(['fallback', 'primary']);
  });

  it('does not leave its wallet for one that is gone', async () => {
    const [kept, gone] = [await scene.add('a', 'primary'), await scene.add('b')];
    await scene.connections.remove(MERCHANT, gone.id);
    await expect(scene.connections.change(MERCHANT, gone.id, { role: 'primary' })).rejects.toBeInstanceOf(
      NotFound,
    );
    expect(await scene.rows.roles(MERCHANT)).toEqual([{ id: kept.id, role: 'primary' }]);
  });

  it('does not get lost between a change and a removal that come at once', async () => {
    const [old, wanted] = [await scene.add('a', 'primary'), await scene.add('b')];
    const held = await HeldConnections.hold(scene.databaseUrl, old.id);
    const change = scene.connections.change(MERCHANT, wanted.id, { role: 'primary' });
    await held.untilWaiting(1);
    const removal = scene.connections.remove(MERCHANT, wanted.id).catch((error: unknown) => error);
    await Promise.race([held.untilWaiting(2), removal]);
    await held.release();
    await change;
    expect(await removal).toBeInstanceOf(WalletInUse);
    expect(await scene.rows.roles(MERCHANT)).toEqual([
      { id: wanted.id, role: 'primary' },
      { id: old.id, role: null },
    ]);
  });
});

describe('the number of wallets', () => {
  const max = walletBounds.connectionsPerMerchantMax;

  it('is bounded, however many connect at once, and who is too many moves no role', async () => {
    for (let n = 0; n < max - 3; n += 1) await scene.rows.add({ id: `wal_${n}`, kind: 'desk' });
    const { id } = await scene.add('a', 'primary');
    const results = await times(12, (n) => scene.add(`b-${n}`).catch((error: unknown) => error));
    const refused = results.filter((one) => one instanceof ValidationFailed);
    expect([refused.length, (await rolesOf()).length]).toEqual([10, max]);
    await expect(scene.add('c', 'primary')).rejects.toBeInstanceOf(ValidationFailed);
    expect((await scene.rows.roles(MERCHANT))[0]).toEqual({ id, role: 'primary' });
  });

  it('that is refused leaves no notices on their way to nobody', async () => {
    for (let n = 0; n < max; n += 1) await scene.rows.add({ id: `wal_${n}`, kind: 'desk' });
    await expect(scene.add('d')).rejects.toBeInstanceOf(ValidationFailed);
    expect(scene.node('d').calls.slice(-2)).toEqual(['register', 'unregister']);
  });
});

describe('a wallet that is to be the primary one, sent again and again', () => {
  const connect = (node: string): Promise<ConnectionView> =>
    scene.primary.run(MERCHANT, {
      kind: 'desk',
      credentials: { node },
      acceptSpendRisk: false,
      nameOf: (name) => name,
    });

  it('is one connection, and is not tried out again', async () => {
    const { id } = await connect('same');
    const other = await connect('other');
    const calls = scene.node('same').calls.length;
    expect(await connect('same')).toMatchObject({ id, role: 'primary' });
    expect(scene.node('same').calls).toHaveLength(calls);
    expect((await scene.rows.roles(MERCHANT)).map((row) => row.id)).toEqual([id, other.id]);
  });

  it('is one connection when it is sent twenty times at once, and tells only that where to send notices', async () => {
    const views = await times(20, () => connect('at-once'));
    expect(new Set(views.map(({ id }) => id)).size).toBe(1);
    expect(await rolesOf()).toEqual(['primary']);
    const { calls, open } = scene.node('at-once');
    const count = (call: string): number => calls.filter((one) => one === call).length;
    expect([count('register') - count('unregister'), open]).toEqual([1, 0]);
  });

  it('keeps its role where a new connection without one would have been the same', async () => {
    const { id } = await connect('twin');
    const twin = await scene.connect.run(MERCHANT, scene.wish('twin', null, { reuseSame: true }));
    expect(twin).toMatchObject({ id, role: 'primary' });
  });

  it('is another merchant’s connection for another merchant', async () => {
    const theirs = await scene.add('shared', 'primary', OTHER);
    const ours = await connect('shared');
    expect(ours.id).not.toBe(theirs.id);
  });
});
