import { limits } from '@turnpike/config';
import { AddressRefused, NotFound, ValidationFailed } from '@turnpike/problems';
import { KeyRing, Sealer } from '@turnpike/secrets';
import { WebhookResealRepository } from './reseal.repository.js';
import { ResealWebhooks } from './reseal-webhooks.js';
import { DeliveryScene, tenantOf } from './testing/delivery-scene.js';
import { Receiver } from './testing/receiver.js';
import { webhookKeyFrom, webhookSecretOf } from './webhook-secret.js';

const one = tenantOf(1);
const strangers = [tenantOf(2), tenantOf(1, 'live')];
const url = 'https://shop.example/hook';
let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start();
});
afterEach(() => scene.clear());
afterAll(() => scene.close());

const wish = { url, events: null, description: null };

describe('endpoints', () => {
  it('are another’s neither to see nor to change', async () => {
    const { id } = await scene.endpoints.create(one, wish);
    for (const stranger of strangers) {
      expect(await scene.endpoints.list(stranger)).toEqual([]);
      await expect(scene.endpoints.change(stranger, id, { enabled: false })).rejects.toThrow(NotFound);
      await expect(scene.endpoints.rotateSecret(stranger, id)).rejects.toThrow(NotFound);
      await expect(scene.endpoints.remove(stranger, id)).rejects.toThrow(NotFound);
    }
    expect(await scene.endpoints.list(one)).toMatchObject([{ id, enabled: true }]);
  });

  it('show their secret once, and keep it sealed', async () => {
    const { id, secret } = await scene.endpoints.create(one, wish);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(await scene.endpoints.list(one))).not.toContain('whsec_');
    const { rows } = await scene.pool.query<{ sealed_secret: Buffer }>({
      text: 'SELECT sealed_secret FROM webhook_endpoint',
    });
    expect(rows[0]?.sealed_secret.includes(Buffer.from(secret.slice(6), 'base64'))).toBe(false);
    expect((await scene.endpoints.rotateSecret(one, id)).secret).not.toBe(secret);
  });

  it('are bounded, also when many are made at once', async () => {
    const max = limits.webhookEndpointsMax;
    const made = await Promise.allSettled(
      Array.from({ length: max + 5 }, () => scene.endpoints.create(one, wish)),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(max);
    await expect(scene.endpoints.setLegacy(one, url, null)).rejects.toThrow(ValidationFailed);
    expect(await scene.endpoints.create(tenantOf(2), wish)).toBeDefined();
  });

  it('are as many as the plan includes, in each mode, and a smaller plan takes none away', async () => {
    const free = tenantOf(1, 'test', 'free');
    const made = await Promise.allSettled(
      Array.from({ length: 5 }, () => scene.endpoints.create(free, wish)),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const refusal = { feature: 'webhooks', current_plan: 'free' };
    for (const refused of [scene.endpoints.create(free, wish), scene.endpoints.setLegacy(free, url, null)])
      await expect(refused).rejects.toMatchObject({ members: refusal });
    expect(await scene.endpoints.create(tenantOf(1, 'live', 'free'), wish)).toBeDefined();
    for (let n = 2; n < 5; n += 1) await scene.endpoints.create(one, wish);
    const [{ id } = { id: '' }] = await scene.endpoints.list(free);
    expect((await scene.endpoints.change(free, id, { enabled: true })).enabled).toBe(true);
    expect(await scene.endpoints.list(free)).toHaveLength(5);
  });

  it.each([
    ['http://shop.example/', ValidationFailed],
    ['wss://shop.example/', ValidationFailed],
    ['shop.example', ValidationFailed],
    ['javascript:alert(1)', ValidationFailed],
    ['https://10.0.0.1/', AddressRefused],
    ['https://[::1]/', AddressRefused],
    ['https://2130706434/', AddressRefused],
    ['https://user:password@shop.example/', AddressRefused],
    ['https://shop.example:5432/', AddressRefused],
  ])('are not made at %s', async (refused, problem) => {
    await expect(scene.endpoints.create(one, { ...wish, url: refused })).rejects.toThrow(problem);
    await expect(scene.endpoints.setLegacy(one, refused, null)).rejects.toThrow(problem);
    expect(await scene.endpoints.list(one)).toEqual([]);
  });

  it('change in what is given alone', async () => {
    const { id } = await scene.endpoints.create(one, {
      url,
      events: ['challenge.paid'],
      description: 'shop',
    });
    expect(await scene.endpoints.change(one, id, {})).toMatchObject({
      url,
      events: ['challenge.paid'],
      description: 'shop',
      enabled: true,
    });
    expect(await scene.endpoints.change(one, id, { events: [], description: '' })).toMatchObject({
      events: null,
      description: null,
    });
    expect(await scene.endpoints.change(one, id, { enabled: false })).toMatchObject({
      enabled: false,
      disabledReason: 'merchant',
      disabledAt: scene.clock.now(),
    });
    expect(await scene.endpoints.hasAny(one)).toBe(false);
    expect(await scene.endpoints.change(one, id, { url: `${url}#x` })).toMatchObject({ url, enabled: false });
  });
});

describe('the route that knows one endpoint', () => {
  it('sets the same one again, keeps its secret unless another is sent, and leaves the others alone', async () => {
    const receiver = await scene.receiver();
    await scene.endpoints.create(one, wish);
    await scene.endpoints.setLegacy(one, receiver.url, 'chosen by the shop');
    await Promise.all(Array.from({ length: 4 }, () => scene.endpoints.setLegacy(one, receiver.url, null)));
    expect(await scene.endpoints.list(one)).toHaveLength(2);
    const secret = webhookSecretOf(Buffer.from('chosen by the shop'));
    await scene.pool.query({ text: 'DELETE FROM webhook_endpoint WHERE NOT from_legacy' });
    await scene.tell(one);
    await scene.deliver();
    const [message] = receiver.received;
    if (message === undefined) throw new Error('nothing arrived');
    expect(Receiver.verified(message, secret, scene.clock.now())).toMatchObject({ type: 'challenge.paid' });
  });

  it('takes a secret of the standard for what it is', () => {
    const key = Buffer.alloc(32, 7);
    expect(webhookKeyFrom(webhookSecretOf(key))).toEqual(key);
    expect(webhookKeyFrom('whsec_short')).toEqual(Buffer.from('whsec_short'));
  });
});

describe('a new seal key', () => {
  it('opens every secret when all is sealed anew, and an old secret that signs no more is forgotten', async () => {
    const { id } = await scene.endpoints.create(one, wish);
    const rotated = await scene.endpoints.create(one, wish);
    await scene.endpoints.rotateSecret(one, rotated.id);
    const newKey = { kid: 9, key: Buffer.alloc(32, 9) };
    const both = new Sealer(new KeyRing([newKey, scene.sealKey]));
    const repository = new WebhookResealRepository(scene.pool);
    const reseal = new ResealWebhooks(repository, both, scene.clock, scene.logger);
    const { signal } = new AbortController();
    expect([await reseal.run(signal), await reseal.run(signal)]).toEqual([2, 0]);
    const { rows } = await scene.pool.query<{ sealed_secret: Buffer; sealed_old_secret: Buffer | null }>({
      text: 'SELECT sealed_secret, sealed_old_secret FROM webhook_endpoint ORDER BY id = $1',
      values: [id],
    });
    const onlyNew = new Sealer(new KeyRing([newKey]));
    const opened = rows.map(({ sealed_secret: secret }, n) =>
      onlyNew.open(secret, `webhook_endpoint:1:${n === 0 ? rotated.id : id}`),
    );
    expect(opened.map(({ length }) => length)).toEqual([32, 32]);
    expect(rows.map(({ sealed_old_secret: old }) => old?.[1])).toEqual([9, undefined]);
    scene.clock.advanceSeconds(86_400);
    await reseal.run(signal);
    const { rows: left } = await scene.pool.query({
      text: 'SELECT 1 FROM webhook_endpoint WHERE sealed_old_secret IS NOT NULL',
    });
    expect(left).toEqual([]);
  });
});
