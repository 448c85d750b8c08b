import { randomBytes } from 'node:crypto';
import type { MerchantId } from '@turnpike/l402';
import type { Sealer } from '@turnpike/secrets';
import { DeskScene, MERCHANT, sealerOf } from '../testing/desk-scene.js';
import { CredentialInvalid } from '../wallet-errors.js';
import { ResealConnections } from './reseal-connections.js';
import { ResealRepository, type SealedConnection } from './reseal.repository.js';
import { sealContextOf } from './seal-contexts.js';

const OTHER = 2 as MerchantId;
const [oldKey, newKey] = [
  { kid: 1, key: randomBytes(32) },
  { kid: 200, key: randomBytes(32) },
];
const oldSealer = sealerOf(oldKey);
const both = sealerOf(newKey, oldKey);
const onlyNew = sealerOf(newKey);
const running = new AbortController().signal;

let scene: DeskScene;

beforeAll(async () => {
  scene = await DeskScene.start(oldSealer);
});

beforeEach(() => scene.rows.clear());

afterAll(() => scene.close());

const reseal = (sealer: Sealer = both, signal = running, repository = new ResealRepository(scene.pool)) =>
  new ResealConnections(repository, sealer, scene.logger).run(signal);

/** What opens with these keys: the credentials and the secret of notices. */
async function opens(sealer: Sealer, id: string, merchantId = MERCHANT): Promise<boolean> {
  try {
    scene.openWith(sealer).walletOf(merchantId, await scene.row(id, merchantId));
    return true;
  } catch (error) {
    if (error instanceof CredentialInvalid) return false;
    throw error;
  }
}

describe('a new seal key', () => {
  it('opens everything when all is sealed anew, and the old one can go', async () => {
    const [one, two] = [await scene.add('a', 'primary'), await scene.add('b', null, OTHER)];
    expect([await opens(onlyNew, one.id), await opens(both, one.id)]).toEqual([false, true]);
    expect(await reseal()).toBe(2);
    expect([await opens(onlyNew, one.id), await opens(onlyNew, two.id, OTHER)]).toEqual([true, true]);
    expect([await opens(oldSealer, one.id), await reseal()]).toEqual([false, 0]);
    expect((await scene.row(one.id)).sealedWebhookSecret?.[1]).toBe(newKey.kid);
  });

  it('comes to more connections than are read at a time, and to all of them when many processes begin at once', async () => {
    for (let n = 0; n < 230; n += 1) {
      const id = `wal_${String(n).padStart(3, '0')}`;
      const sealedCredentials = oldSealer.seal(Buffer.from('{"node":"a"}'), sealContextOf(MERCHANT, id));
      await scene.rows.add({ id, kind: 'desk', sealedCredentials });
    }
    const counts = await Promise.all([reseal(), reseal(), reseal()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(230);
    for (const id of ['wal_000', 'wal_099', 'wal_100', 'wal_229'])
      expect(await opens(onlyNew, id)).toBe(true);
    expect(await reseal()).toBe(0);
  });

  it('comes to the secret of notices also where the credentials have it already', async () => {
    const { id } = await scene.add('a');
    const { sealedWebhookSecret } = await scene.row(id);
    await reseal();
    await scene.pool.query({
      text: 'UPDATE wallet_connection SET sealed_webhook_secret = $2 WHERE id = $1',
      values: [id, sealedWebhookSecret],
    });
    expect(await reseal()).toBe(1);
    expect(await opens(onlyNew, id)).toBe(true);
  });

  it.each([
    ['was altered', randomBytes(80)],
    ['is cut short', Buffer.from([1])],
    ['is empty', Buffer.alloc(0)],
  ])('leaves what %s as it is, and goes on with the others', async (_what, sealedCredentials) => {
    await scene.rows.add({ id: 'wal_000', kind: 'desk', sealedCredentials });
    const { id } = await scene.add('a');
    expect(await reseal()).toBe(1);
    expect((await scene.row('wal_000')).sealedCredentials).toEqual(sealedCredentials);
    expect(await opens(onlyNew, id)).toBe(true);
  });

  it('leaves alone what changes or goes while it is sealed anew', async () => {
    const [changed, gone] = [await scene.add('a'), await scene.add('b')];
    const later = both.seal(Buffer.from('{"node":"later"}'), sealContextOf(MERCHANT, changed.id));
    class BusyRepository extends ResealRepository {
      override async find(kid: number, afterId: string, limit: number): Promise<SealedConnection[]> {
        const found = await super.find(kid, afterId, limit);
        await scene.pool.query({
          text: 'UPDATE wallet_connection SET sealed_credentials = $2 WHERE id = $1',
          values: [changed.id, later],
        });
        await scene.connections.remove(MERCHANT, gone.id);
        return found;
      }
    }
    expect(await reseal(both, running, new BusyRepository(scene.pool))).toBe(0);
    expect((await scene.row(changed.id)).sealedCredentials).toEqual(later);
    expect(await scene.connections.list(MERCHANT)).toHaveLength(1);
  });

  it('stops when it is told to', async () => {
    await scene.add('a');
    expect(await reseal(both, AbortSignal.abort())).toBe(0);
  });
});
