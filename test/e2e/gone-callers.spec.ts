import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { newApiKey } from '@turnpike/secrets';

import { ApiProcess } from '../support/api-process.js';
import { HeldTable } from '../support/held-table.js';
import { apiVariables } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** Sends a request with a well-formed key that nobody has, and reads nothing. */
async function ask(port: number, forwarded: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const lines = ['GET /api/merchant/me HTTP/1.1', 'Host: localhost', `X-API-Key: ${newApiKey('test').key}`];
  socket.write([...lines, forwarded, '', ''].join('\r\n'));
  return socket;
}

describe('callers without a good key who go before they are answered', () => {
  it.each([
    ['no proxy', ''],
    ['the proxy that they come from', '127.0.0.1'],
    ['another network', '10.0.0.0/8'],
  ])('do the process no harm while it trusts %s', async (_whom, trusted) => {
    const api = await ApiProcess.start(apiVariables(database.url, { TRUSTED_PROXIES: trusted }));
    const port = Number(new URL(api.baseUrl).port);
    const keys = await HeldTable.hold(database.url, 'api_key');
    const callers = [await ask(port, 'X-Forwarded-For: 203.0.113.7'), await ask(port, 'X-Any: thing')];
    await keys.untilWaiting(callers.length);
    for (const socket of callers) socket.destroy();
    for (let i = 0; i < 3; i += 1) expect((await api.get('/health/live')).status).toBe(200);
    await keys.release();
    const next = await api.get('/api/merchant/me', newApiKey('test').key);
    expect([next.status, next.body['error']]).toEqual([401, 'invalid_api_key']);
    expect(await api.stop()).toBe(0);
  });
});
