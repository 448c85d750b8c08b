import { Browser, tokenIn } from './browser.js';
import { letterTo } from './letters.js';
import type { HttpReply } from './listening-api.js';
import type { SandboxShop } from './sandbox-shop.js';

/** A call that changes something, and the action that the log must have of it. */
export interface Change {
  readonly action: string;
  readonly call: (send: Send) => Promise<HttpReply>;
}

/** One call in the name of whom the change is to be put down to. */
export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<HttpReply>;

interface Scene {
  readonly shop: SandboxShop;
  /** A live key of the merchant. */
  readonly key: string;
}

const HOOK = 'https://hooks.example.com/hush';
const wishOf = (email: string): object => ({ email, role: 'developer' });

/** How the routes of webhooks, members and plans are made to change something; `scene` is asked when a test runs. */
export const webhookAndMemberChanges = (scene: () => Scene): Readonly<Record<string, Change>> => ({
  'POST /api/merchant/webhooks': {
    action: 'webhook.create',
    call: (send) => send('POST', '/api/merchant/webhooks', { url: HOOK }),
  },
  'PATCH /api/merchant/webhooks/{id}': {
    action: 'webhook.change',
    call: async (send) => send('PATCH', await newWebhook(scene()), { url: `${HOOK}-2`, enabled: false }),
  },
  'DELETE /api/merchant/webhooks/{id}': {
    action: 'webhook.remove',
    call: async (send) => send('DELETE', await newWebhook(scene())),
  },
  'POST /api/merchant/webhooks/{id}/rotate-secret': {
    action: 'webhook.rotate_secret',
    call: async (send) => send('POST', `${await newWebhook(scene())}/rotate-secret`),
  },
  'POST /api/merchant/webhooks/{id}/test': {
    action: 'webhook.test',
    call: async (send) => send('POST', `${await newWebhook(scene())}/test`),
  },
  'PUT /api/merchant/webhook-url': {
    action: 'webhook.set_url',
    call: (send) => send('PUT', '/api/merchant/webhook-url', { url: HOOK, secret: 'hush-hush-hush-hush' }),
  },
  'POST /api/merchant/events/{id}/replay': {
    action: 'event.replay',
    call: async (send) => {
      const { body } = await send('POST', `${await newWebhook(scene())}/test`);
      return send('POST', `/api/merchant/events/${String(body['eventId'])}/replay`, {});
    },
  },
  'POST /api/merchant/invitations': {
    action: 'invitation.create',
    call: (send) => send('POST', '/api/merchant/invitations', wishOf('asked@example.com')),
  },
  'DELETE /api/merchant/invitations/{id}': {
    action: 'invitation.remove',
    call: async (send) => {
      const { body } = await send('POST', '/api/merchant/invitations', wishOf('not-asked@example.com'));
      return send('DELETE', `/api/merchant/invitations/${String(body['id'])}`);
    },
  },
  'PATCH /api/merchant/members/{userId}': {
    action: 'member.change',
    call: async (send) => send('PATCH', await newMember(scene(), 'changed'), { role: 'read_only' }),
  },
  'DELETE /api/merchant/members/{userId}': {
    action: 'member.remove',
    call: async (send) => send('DELETE', await newMember(scene(), 'removed')),
  },
  'POST /api/merchant/subscription': {
    action: 'subscription.buy',
    call: async (send) => {
      const path = '/api/merchant/subscription';
      const asked = (await send('POST', path, { planId: 'business' })).body['l402'] as Record<string, string>;
      const { body } = await scene().shop.pay(String(asked['invoice']));
      const authorization = `L402 ${String(asked['macaroon'])}:${String(body['preimage'])}`;
      return send('POST', path, { planId: 'business' }, { authorization });
    },
  },
});

async function newWebhook({ shop, key }: Scene): Promise<string> {
  const { body } = await shop.api.call('POST', '/api/merchant/webhooks', key, { url: HOOK });
  return `/api/merchant/webhooks/${String(body['id'])}`;
}

async function newMember({ shop, key }: Scene, name: string): Promise<string> {
  const email = `${name}@example.com`;
  await shop.api.call('POST', '/api/merchant/invitations', key, wishOf(email));
  const member = new Browser(shop.api);
  const token = tokenIn((await letterTo(shop.api, email)).text);
  await member.must(200, 'POST', '/api/invitations/accept', { token });
  const { member: who } = await member.must(200, 'GET', '/api/session');
  return `/api/merchant/members/${(who as { userId: string }).userId}`;
}
