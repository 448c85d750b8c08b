import { EVENT_TYPES } from '@turnpike/events';
import { JOBS } from '@turnpike/queues';
import { ManualClock } from '@turnpike/config';
import { Deliveries } from '@turnpike/webhooks';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

import { ClockedInstance } from '../support/clocked-instance.js';
import { expectDocumented } from '../support/openapi-answers.js';

const HOOKS = '/api/merchant/webhooks';
const ADMIN_KEY = 'operator-key-of-the-tests';
const EVENTS = '/api/merchant/events';

interface Hook {
  readonly id: string;
  readonly secret: string;
}

let instance: ClockedInstance;
let receiver: Server;
let hookUrl: string;
let key: string;
let received: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];

beforeAll(async () => {
  instance = await ClockedInstance.start({
    clock: new ManualClock(new Date()),
    variables: { ADMIN_API_KEY: ADMIN_KEY },
  });
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  hookUrl = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
});
afterAll(async () => {
  await instance.stop();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(async () => {
  received = [];
  key = await instance.newLiveKey();
});

/** A call whose answer must be as documented. */
async function call(method: string, path: string, body?: unknown, by = key) {
  const reply = await instance.call(method, path, by, body);
  const [template = path] = path.split('?');
  const { status, headers } = reply;
  const sent = status === 204 ? '' : reply.body;
  expectDocumented({ method, path: template, status, headers: Object.fromEntries(headers), body: sent });
  return reply;
}

const make = async (more: object = {}): Promise<Hook> => {
  const { status, body } = await call('POST', HOOKS, { url: hookUrl, ...more });
  expect(status).toBe(201);
  return body as unknown as Hook;
};

/** Has the worker deliver until so many have come in. */
async function deliverUntil(count: number): Promise<void> {
  while (received.length < count) {
    await instance.job(JOBS.webhookRound);
    await instance.workerPart(Deliveries).idle();
  }
}

describe('a webhook', () => {
  it('gets what happens from then on, signed with the secret that was shown', async () => {
    const { secret } = await make();
    await call('POST', '/api/merchant/api-keys', { label: 'other' });
    const isIt = ({ body }: { readonly body: string }): boolean => body.includes('"other"');
    while (!received.some(isIt)) await deliverUntil(received.length + 1);
    const message = received.find(isIt);
    const told = new Webhook(secret).verify(message?.body ?? '', message?.headers as Record<string, string>);
    expect(told).toMatchObject({ type: 'api_key.created', data: { label: 'other', mode: 'live' } });
  });

  it('gets a test when asked, shows its deliveries, and gets an event again', async () => {
    const { id } = await make({ events: ['api_key.revoked'], description: 'shop' });
    const { status, body } = await call('POST', `${HOOKS}/${id}/test`);
    expect(status).toBe(202);
    await deliverUntil(1);
    expect(received[0]?.headers['webhook-id']).toBe(body['eventId']);
    const list = await call('GET', `${HOOKS}/${id}/deliveries?limit=1`);
    expect(list.body).toMatchObject({
      deliveries: [{ eventId: body['eventId'], type: 'webhook.test', state: 'delivered', attempts: 1 }],
      nextCursor: null,
    });
    const again = await call('POST', `${EVENTS}/${String(body['eventId'])}/replay`, { endpointId: id });
    expect([again.status, again.body]).toEqual([202, { deliveries: 1 }]);
    await deliverUntil(2);
    expect(received[1]?.headers['webhook-id']).toBe(body['eventId']);
  });

  it('is listed, changed, rotated and removed, and shows its secret only when it is made', async () => {
    const { id, secret } = await make();
    const rotated = await call('POST', `${HOOKS}/${id}/rotate-secret`);
    expect([rotated.status, rotated.body['secret'] === secret]).toEqual([200, false]);
    const changed = await call('PATCH', `${HOOKS}/${id}`, { events: [...EVENT_TYPES], enabled: false });
    expect(changed.body).toMatchObject({ id, enabled: false, disabledReason: 'merchant' });
    expect(changed.body).not.toHaveProperty('secret');
    expect((await call('GET', HOOKS)).body).toEqual({ webhooks: [changed.body] });
    expect(await call('POST', `${HOOKS}/${id}/test`)).toMatchObject({
      status: 409,
      body: { error: 'webhook_disabled' },
    });
    expect((await call('DELETE', `${HOOKS}/${id}`)).status).toBe(204);
    expect((await call('DELETE', `${HOOKS}/${id}`)).status).toBe(404);
    expect((await call('GET', HOOKS)).body).toEqual({ webhooks: [] });
  });

  it('set by the route of published clients is one of them, and shows in the account', async () => {
    const onboarding = async () => (await call('GET', '/api/merchant/me')).body['onboarding'];
    expect(await onboarding()).toMatchObject({ hasWebhookUrl: false });
    for (const secret of ['mine', undefined]) {
      const reply = await call('PUT', '/api/merchant/webhook-url', { url: hookUrl, secret });
      expect([reply.status, reply.body]).toEqual([200, { success: true }]);
    }
    expect((await call('GET', HOOKS)).body['webhooks']).toHaveLength(1);
    expect(await onboarding()).toMatchObject({ hasWebhookUrl: true });
  });

  it('of another merchant or mode does not exist', async () => {
    const { id } = await make();
    const other = await instance.newLiveKey();
    for (const [method, path] of [
      ['PATCH', `${HOOKS}/${id}`],
      ['DELETE', `${HOOKS}/${id}`],
      ['POST', `${HOOKS}/${id}/rotate-secret`],
      ['POST', `${HOOKS}/${id}/test`],
      ['GET', `${HOOKS}/${id}/deliveries`],
    ] as const) {
      const body = method === 'PATCH' ? { enabled: false } : undefined;
      expect((await call(method, path, body, other)).status).toBe(404);
    }
    expect((await call('GET', HOOKS, undefined, other)).body).toEqual({ webhooks: [] });
  });

  it.each<[string, object, string]>([
    ['no address', {}, 'url'],
    ['plain HTTP', { url: 'http://shop.example/' }, 'url'],
    ['an address that is none', { url: 'shop' }, 'url'],
    ['an event that there is not', { url: 'https://shop.example/', events: ['challenge.lost'] }, 'events'],
    ['a test as an event', { url: 'https://shop.example/', events: ['webhook.test'] }, 'events'],
    [
      'one event twice',
      { url: 'https://shop.example/', events: ['challenge.paid', 'challenge.paid'] },
      'events',
    ],
    ['a NUL', { url: 'https://shop.example/', description: '\0' }, 'description'],
  ])('is not made with %s', async (_what, body, member) => {
    const reply = await call('POST', HOOKS, body);
    expect(reply).toMatchObject({ status: 400, body: { error: 'validation_failed' } });
    expect(Object.keys(reply.body['errors'] as object)).toEqual([member]);
  });

  it('is not made inside the network', async () => {
    expect(await call('POST', HOOKS, { url: 'https://169.254.169.254/' })).toMatchObject({
      status: 400,
      body: { error: 'address_refused', field: 'url' },
    });
  });
});

it('a merchant is made with a webhook of its live mode, or not at all if its address is refused', async () => {
  const wish = { name: 'Hooked', email: 'hooked@example.com', webhookUrl: hookUrl, webhookSecret: 'mine' };
  const inside = { ...wish, webhookUrl: 'https://10.0.0.1/hook' };
  expect(await call('POST', '/api/admin/merchants', inside, ADMIN_KEY)).toMatchObject({
    status: 400,
    body: { error: 'address_refused', field: 'webhookUrl' },
  });
  const { status, body } = await call('POST', '/api/admin/merchants', wish, ADMIN_KEY);
  expect(status).toBe(201);
  const detail = await call('GET', `/api/admin/merchants/${String(body['id'])}`, undefined, ADMIN_KEY);
  expect(detail.body).toMatchObject({ hasWebhookUrl: true });
  const { body: list } = await call('GET', HOOKS, undefined, String(body['apiKey']));
  expect(list).toMatchObject({ webhooks: [{ url: hookUrl, enabled: true }] });
});

describe('the log of events', () => {
  it('is paged, narrowed to a type, and the merchant’s own', async () => {
    for (const label of ['a', 'b', 'c']) await call('POST', '/api/merchant/api-keys', { label });
    const first = await call('GET', `${EVENTS}?limit=2`);
    const labels = ({ body }: typeof first) =>
      (body['events'] as { data: { label: string | null } }[]).map(({ data }) => data.label);
    expect(labels(first)).toEqual(['c', 'b']);
    const rest = await call('GET', `${EVENTS}?limit=2&cursor=${String(first.body['nextCursor'])}`);
    expect(labels(rest)[0]).toBe('a');
    expect((await call('GET', `${EVENTS}?type=challenge.paid`)).body).toEqual({
      events: [],
      nextCursor: null,
    });
    const other = await instance.newLiveKey();
    expect(labels(await call('GET', EVENTS, undefined, other))).toEqual([null]);
    const [event] = first.body['events'] as { id: string }[];
    expect((await call('POST', `${EVENTS}/${event?.id ?? ''}/replay`, {}, other)).status).toBe(404);
    expect((await call('POST', `${EVENTS}/x/replay`)).status).toBe(404);
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'cursor=', 'cursor=a&cursor=b', 'type=a&type=b'])(
    'refuses %s',
    async (query) => {
      expect(await call('GET', `${EVENTS}?${query}`)).toMatchObject({
        status: 400,
        body: { error: 'validation_failed' },
      });
    },
  );
});
