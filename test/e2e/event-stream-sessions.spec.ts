import { Browser, sessionCookie } from '../support/browser.js';
import { EventStream } from '../support/event-stream.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
const streams: EventStream[] = [];

beforeAll(async () => {
  shop = await SandboxShop.open({ RATE_LIMIT_SIGN_IN: '0' });
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(() => shop.close());

const admit = ({ userId }: Person, role: string, merchantId = shop.merchant.merchantId) =>
  shop.pool.query({
    text: 'INSERT INTO merchant_member VALUES ($1, $2, $3, now())',
    values: [merchantId, userId, role],
  });

interface Person {
  readonly email: string;
  readonly userId: string;
  readonly browser: Browser;
}

/** Somebody with an account and a session. */
async function person(email: string): Promise<Person> {
  const browser = await new Browser(shop.api).enterAs(email);
  const { member } = (await browser.must(200, 'GET', '/api/session')) as { member: { userId: string } };
  return { email, userId: member.userId, browser };
}

/** A member of the shop whose session looks at it. */
async function member(email: string, role: string): Promise<Person> {
  const made = await person(email);
  await admit(made, role);
  await made.browser.enterAs(email);
  return made;
}

async function open({ browser }: Person): Promise<EventStream> {
  const url = `${shop.api.baseUrl}/api/merchant/events/stream`;
  const stream = await EventStream.open(url, {
    cookie: `${sessionCookie(shop.api)}=${browser.token ?? ''}`,
  });
  expect(stream.response.status).toBe(200);
  streams.push(stream);
  return stream;
}

/** Resolves when it has ended, and fails unless that is soon. */
async function endsSoon(stream: EventStream): Promise<void> {
  const startedAt = performance.now();
  await stream.until(({ ended }) => ended);
  // Two seconds, and what a busy machine takes.
  expect(performance.now() - startedAt).toBeLessThan(4_000);
}

describe('a stream that a session has opened', () => {
  let owner: Person;
  beforeAll(async () => {
    owner = await member('owner@shop.example', 'owner');
  });

  it('is for every member, and outlives a change of their role, as what they may read does', async () => {
    const reader = await member('reader@shop.example', 'developer');
    const stream = await open(reader);
    await owner.browser.must(200, 'PATCH', `/api/merchant/members/${reader.userId}`, { role: 'read_only' });
    await shop.minted({ resource: '/heard' });
    await stream.until(({ events }) => events.length > 0);
    expect(stream.ended).toBe(false);
  });

  it('ends when its session is signed out, and no other does', async () => {
    const leaver = await member('leaver@shop.example', 'developer');
    const [stream, stays] = [await open(leaver), await open(owner)];
    await leaver.browser.must(204, 'DELETE', '/api/session');
    await endsSoon(stream);
    expect(stays.ended).toBe(false);
  });

  it('ends when its session is ended from another, and when a new password ends all others', async () => {
    const { email, browser } = await member('two@shop.example', 'read_only');
    const second = { email, userId: '', browser: await new Browser(shop.api).enterAs(email) };
    const third = { email, userId: '', browser: await new Browser(shop.api).enterAs(email) };
    const streamed = [await open(second), await open(third)] as const;
    const { sessions } = (await second.browser.must(200, 'GET', '/api/session/all')) as {
      sessions: { id: string; current: boolean }[];
    };
    const current = sessions.find((one) => one.current)!;
    await browser.must(204, 'DELETE', `/api/session/all/${current.id}`);
    await endsSoon(streamed[0]);
    expect(streamed[1].ended).toBe(false);
    await browser.must(204, 'POST', '/api/session/password', { newPassword: 'a long and rare one, 4711' });
    await endsSoon(streamed[1]);
  });

  it('ends when its member is removed', async () => {
    const removed = await member('removed@shop.example', 'developer');
    const stream = await open(removed);
    await owner.browser.must(200, 'DELETE', `/api/merchant/members/${removed.userId}`);
    await endsSoon(stream);
  });

  it('ends when its session turns to another merchant', async () => {
    const both = await member('both@shop.example', 'developer');
    const other = await shop.api.newMerchant();
    await admit(both, 'owner', other.merchantId);
    const stream = await open(both);
    await both.browser.must(200, 'POST', '/api/session/merchant', { merchantId: other.merchantId });
    await endsSoon(stream);
  });
});
