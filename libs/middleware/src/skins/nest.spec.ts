import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { HttpException, type ExecutionContext } from '@nestjs/common';
import express from 'express';

import { CREDENTIAL, ScriptedBroker } from '../scripted-broker.fake.js';
import { l402, l402Of } from './nest.js';

/** What Nest gives a guard over Express. */
function contextOf(req: unknown, res: unknown, type = 'http'): ExecutionContext {
  const http = { getRequest: () => req, getResponse: () => res };
  return { getType: () => type, switchToHttp: () => http } as unknown as ExecutionContext;
}

describe('the guard for Nest over Express', () => {
  const broker = new ScriptedBroker();
  const guard = l402({ client: broker, priceSats: 10, reserve: true });
  const router = express.Router();
  router.use((req, res, next) => {
    void (async () => guard.canActivate(contextOf(req, res)))().then(
      () => res.send(String(l402Of(req)?.paid)),
      (error: unknown) => {
        if (error instanceof HttpException) res.status(error.getStatus()).json(error.getResponse());
        else next(error);
      },
    );
  });
  const server = express().use('/cut', router).listen(0, '127.0.0.1');

  beforeAll(() => (server.listening ? undefined : once(server, 'listening')));
  afterAll(() => server.close());

  async function ask(headers: Record<string, string>): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const sent = request({ host: '127.0.0.1', port, path: '/cut/r', headers, agent: false }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    return answer;
  }

  it('answers by an exception that filters see, its type and challenge set', async () => {
    const answer = await ask({});
    expect(answer.statusCode).toBe(402);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['www-authenticate']).toMatch(/^L402 macaroon="/);
  });

  it('sells the whole path, wherever a router is mounted, and decides the use by the answer', async () => {
    const answer = await ask(CREDENTIAL);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private']);
    expect(broker.verified.at(-1)?.resource).toBe('/cut/r');
    expect(broker.decided).toEqual(['commit use_1']);
  });

  it('gives a browser its page', async () => {
    const answer = await ask({ accept: 'text/html' });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([402, 'text/html; charset=utf-8']);
  });

  it('lets nothing through that is no HTTP', async () => {
    expect(await guard.canActivate(contextOf({}, {}, 'ws'))).toBe(false);
  });
});
