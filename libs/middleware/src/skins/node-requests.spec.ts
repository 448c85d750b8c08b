import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

import { MIDDLEWARE_BOUNDS } from '../middleware-bounds.js';
import { CREDENTIAL } from '../scripted-broker.fake.js';
import { PaidServer, type Handler } from './paid-server.fake.js';

let shop: PaidServer;

beforeEach(async () => {
  shop = await PaidServer.listen();
});

afterEach(() => shop.close());

describe('the answer of a paid handler', () => {
  const heads: [string, Handler][] = [
    [
      'by itself',
      (_req, res) => res.setHeader('Cache-Control', 'public').setHeader('Vary', 'Accept').end('x'),
    ],
    [
      'with the head',
      (_req, res) => res.writeHead(200, { 'cache-control': 'public', vary: 'Accept' }).end('x'),
    ],
    [
      'with a text',
      (_req, res) => res.writeHead(200, 'Fine', { 'Cache-Control': 'public', Vary: 'Accept' }).end('x'),
    ],
    ['in turn', (_req, res) => res.writeHead(200, ['Cache-Control', 'public', 'Vary', 'Accept']).end('x')],
    [
      'as pairs',
      (_req, res) => {
        const pairs = [
          ['Cache-Control', 'public'],
          ['Vary', 'Accept'],
        ] as unknown as string[];
        res.writeHead(200, pairs).end('x');
      },
    ],
    [
      'at once, before its body',
      (_req, res) => {
        res.setHeader('Vary', 'Accept').flushHeaders();
        res.end('x');
      },
    ],
  ];

  it.each(heads)('keeps its headers beside ours when it gives them %s', async (_how, handler) => {
    shop.sell(handler);
    const { status, headers, text } = await shop.ask();
    expect([status, text]).toEqual([200, 'x']);
    expect(headers['cache-control']).toEqual(['private']);
    expect(headers['vary']).toEqual([expect.stringMatching(/^Accept, Authorization, /)]);
  });

  it('keeps each line of a header that stands twice', async () => {
    shop.sell((_req, res) => res.writeHead(200, ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']).end());
    expect((await shop.ask()).headers['set-cookie']).toEqual(['a=1', 'b=2']);
    shop.sell((_req, res) => res.writeHead(200, { 'Set-Cookie': ['a=1', 'b=2'] }).end());
    expect((await shop.ask()).headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  it('streams as it is written', async () => {
    let finish = (): void => undefined;
    shop.sell((_req, res) => {
      res.write('one');
      finish = () => res.end('two');
    });
    const [answer] = (await once(shop.send(), 'response')) as [IncomingMessage];
    const [first] = (await once(answer, 'data')) as [Buffer];
    finish();
    const [second] = (await once(answer, 'data')) as [Buffer];
    expect([String(first), String(second)]).toEqual(['one', 'two']);
  });

  it('is written once even where a handler tries twice, and counted once', async () => {
    shop.sell(
      (_req, res) => {
        res.writeHead(200);
        expect(() => res.writeHead(500)).toThrow(/ERR_HTTP_HEADERS_SENT|headers/i);
        res.end();
      },
      { reserve: true },
    );
    expect((await shop.ask()).status).toBe(200);
    expect(await shop.decided()).toEqual(['commit use_1']);
  });
});

describe('a reserved use', () => {
  it.each([
    [200, 'commit'],
    [304, 'commit'],
    [404, 'commit'],
    [500, 'release'],
    [503, 'release'],
  ])('of an answer of %i: %s', async (status, what) => {
    shop.sell((_req, res) => res.writeHead(status).end(), { reserve: true });
    await shop.ask();
    expect(await shop.decided()).toEqual([`${what} use_1`]);
  });

  it('is given back when the payer hangs up before the head was sent, whatever the handler does then', async () => {
    let answer: ServerResponse | null = null;
    shop.sell((_req, res) => (answer = res), { reserve: true });
    const sent = shop.send();
    sent.on('error', () => undefined);
    while (answer === null) await new Promise((resolve) => setImmediate(resolve));
    sent.destroy();
    expect(await shop.decided()).toEqual(['release use_1']);
    (answer as ServerResponse).writeHead(200).end();
    expect(shop.broker.decided).toEqual(['release use_1']);
  });

  it('is given back so often and no more: then what the handler answers decides', async () => {
    const answers: ServerResponse[] = [];
    shop.sell((_req, res) => void answers.push(res), { reserve: true });
    const { forgivenMax } = MIDDLEWARE_BOUNDS.hangUps;
    const expected: string[] = [];
    for (let time = 1; time <= forgivenMax + 1; time += 1) {
      const sent = shop.send();
      sent.on('error', () => undefined);
      while (answers.length < time) await new Promise((resolve) => setImmediate(resolve));
      const closed = new Promise((resolve) => answers.at(-1)?.once('close', resolve));
      sent.destroy();
      await closed;
      answers.at(-1)?.writeHead(200).end();
      expected.push(time > forgivenMax ? 'commit use_1' : 'release use_1');
    }
    expect(shop.broker.decided).toEqual(expected);
  });

  it('is given back to a payer who hangs up while an answer before his stands in line', async () => {
    let asked = 0;
    shop.sell(() => (asked += 1), { reserve: true });
    const socket = connect((shop.server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    const head = `GET /r HTTP/1.1\r\nHost: shop\r\nAuthorization: ${CREDENTIAL.authorization}\r\n\r\n`;
    socket.write(head + head);
    while (asked < 2) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    while (shop.broker.decided.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(shop.broker.decided).toEqual(['release use_1', 'release use_1']);
  });

  it('is given back when the payer hung up while the credential was judged', async () => {
    const { verify } = shop.broker;
    let judge = (): void => undefined;
    shop.broker.verify = async (args) => {
      await new Promise<void>((resolve) => (judge = resolve));
      return verify(args);
    };
    shop.sell((_req, res) => res.end(), { reserve: true });
    const over = new Promise((resolve) => {
      shop.server.once('request', (_req, res) => res.once('close', () => resolve(res)));
    });
    const sent = shop.send();
    sent.on('error', () => undefined);
    while (shop.broker.verified.length === 0) await new Promise((resolve) => setImmediate(resolve));
    sent.destroy();
    await over;
    judge();
    expect(await shop.decided()).toEqual(['release use_1']);
  });

  it('is counted when the payer hangs up while the body is sent', async () => {
    shop.sell((_req, res) => res.writeHead(200).write('x'), { reserve: true });
    const sent = shop.send();
    sent.on('error', () => undefined);
    const [head] = (await once(sent, 'response')) as [IncomingMessage];
    head.on('error', () => undefined);
    sent.destroy();
    expect(await shop.decided()).toEqual(['commit use_1']);
  });
});
