import { Browser } from '../support/browser.js';
import { lettersTo, OPERATOR_KEY } from '../support/letters.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const AT = new Date('2026-11-20T12:00:00.000Z');
let database: TestDatabase;
let apis: ListeningApi[];

beforeAll(async () => {
  database = await createTestDatabase();
  const variables = apiVariables(database.url, {
    RATE_LIMIT_SIGN_IN: '4',
    RATE_LIMIT_PUBLIC: '0',
    RATE_LIMIT_ADMIN: '0',
    TRUSTED_PROXIES: '127.0.0.1',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
  // Two processes' worth of everything, caches and limits included, over one database.
  apis = [await ListeningApi.start(variables, AT), await ListeningApi.start(variables, AT)];
});

afterAll(async () => {
  for (const api of apis) await api.stop();
  await database.drop();
});

const at = (index: number): ListeningApi => apis[index % apis.length]!;
/** One try from an address, at one of the two. */
const send = async (index: number, ip: string, path: string, body: object): Promise<number> =>
  (await at(index).call('POST', path, null, body, { 'x-forwarded-for': ip })).status;

describe('tries to sign in', () => {
  it('are limited by address over all processes, whatever is tried, and told when to come back', async () => {
    const statuses = [];
    for (let index = 0; index < 6; index += 1) {
      const email = `somebody-${String(index)}@throttle.example`;
      statuses.push(
        await send(index, '203.0.113.1', '/api/session', { email, password: 'a wrong password' }),
      );
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect(await send(0, '203.0.113.1', '/api/session', { token: 'x' })).toBe(429);
    expect(await send(1, '203.0.113.1', '/api/session', { apiKey: 'x' })).toBe(429);
    expect(await send(0, '203.0.113.2', '/api/session', { apiKey: 'x' })).toBe(401);
    const reply = await at(0).call(
      'POST',
      '/api/session',
      null,
      { apiKey: 'x' },
      { 'x-forwarded-for': '203.0.113.1' },
    );
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('are limited by account from many addresses, whether there is such an account or not', async () => {
    const email = 'real@throttle.example';
    await new Browser(at(0)).enterAs(email);
    for (const tried of [email, 'unreal@throttle.example']) {
      const statuses = [];
      for (let index = 0; index < 5; index += 1) {
        const body = { email: tried, password: 'a wrong password' };
        statuses.push(await send(index, `198.51.100.${String(index)}`, '/api/session', body));
      }
      expect([tried, statuses]).toEqual([tried, [401, 401, 401, 401, 429]]);
    }
    // A link still opens an account that is being guessed at.
    await new Browser(at(1)).enterAs(email);
  });

  it('are counted for one account, however its address is spelt', async () => {
    const spellings = ['kim@throttle.example', 'KIM@throttle.example', '\u212aim@THROTTLE.example'];
    const statuses = [];
    for (let index = 0; index < 6; index += 1) {
      const body = { email: spellings[index % 3], password: 'a wrong password' };
      statuses.push(await send(index, `198.51.100.${String(100 + index)}`, '/api/session', body));
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
  });

  it('bring an account few letters, under the same answer', async () => {
    const email = 'real@throttle.example';
    for (let index = 0; index < 5; index += 1) {
      expect(await send(index, `192.0.2.${String(index)}`, '/api/session/link', { email })).toBe(202);
    }
    await lettersTo(at(1), email);
    expect((await lettersTo(at(0), email)).length).toBe(3);
  });

  it('bring an account the letter for a new password, however many to sign in were asked for by somebody else', async () => {
    const email = 'flooded@throttle.example';
    await new Browser(at(0)).enterAs(email);
    for (let index = 0; index < 10; index += 1) {
      const wish = { email, purpose: index < 5 ? 'sign_in' : 'reset' };
      expect(await send(index, `192.0.2.${String(100 + index)}`, '/api/session/link', wish)).toBe(202);
    }
    await lettersTo(at(1), email);
    const subjects = (await lettersTo(at(0), email)).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.includes('password'))).toHaveLength(3);
    expect(subjects).toHaveLength(6);
  });
});

describe('what one process ends', () => {
  it('is ended in the other, whose memory of it is 1.5 s old at most', async () => {
    const browser = await new Browser(at(0)).enterAs('both@throttle.example');
    const there = new Browser(at(1));
    there.hold(browser.token!);
    expect((await there.call('GET', '/api/session')).status).toBe(200);
    await browser.must(204, 'DELETE', '/api/session');
    const until = Date.now() + 2_000;
    let status = 200;
    // The last call is begun when the time is over, however long the one before it took.
    for (let isOver = false; status === 200 && !isOver;) {
      isOver = Date.now() >= until;
      status = (await there.call('GET', '/api/session')).status;
    }
    expect(status).toBe(401);
  });
});
