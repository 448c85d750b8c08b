import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { PaywallOptions } from '../paywall-options.js';
import { challengeFor, CREDENTIAL, ScriptedBroker } from '../scripted-broker.fake.js';
import { l402, l402Of, type ExpressRequest } from './express.js';

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

let broker: ScriptedBroker;
let server: Server;
let serve: Handler;

beforeAll(async () => {
  server = createServer((req, res) => serve(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => server.close());

beforeEach(() => {
  broker = new ScriptedBroker();
});

function behindPaywall(handler: Handler, more: Partial<PaywallOptions<ExpressRequest>> = {}): void {
  const paywall = l402({ client: broker, priceSats: 10, ...more });
  serve = (req, res) => paywall(req, res, () => handler(req, res));
}

function send(headers: Record<string, string> = CREDENTIAL) {
  const { port } = server.address() as AddressInfo;
  return request({ host: '127.0.0.1', port, path: '/r', headers, agent: false }).end();
}

async function ask(headers?: Record<string, string>) {
  const [answer] = (await once(send(headers), 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return {
    status: answer.statusCode,
    headers: answer.headersDistinct,
    text: Buffer.concat(chunks).toString(),
  };
}

const decided = async (): Promise<string[]> => {
  while (broker.decided.length === 0) await new Promise((resolve) => setImmediate(resolve));
  return broker.decided;
};

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
    behindPaywall(handler);
    const { status, headers, text } = await ask();
    expect([status, text]).toEqual([200, 'x']);
    expect(headers['cache-control']).toEqual(['private']);
    expect(headers['vary']).toEqual([expect.stringMatching(/^Accept, Authorization, /)]);
  });

  it('keeps each line of a header that stands twice', async () => {
    behindPaywall((_req, res) => res.writeHead(200, ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']).end());
    expect((await ask()).headers['set-cookie']).toEqual(['a=1', 'b=2']);
    behindPaywall((_req, res) => res.writeHead(200, { 'Set-Cookie': ['a=1', 'b=2'] }).end());
    expect((await ask()).headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  it('streams as it is written', async () => {
    let finish = (): void => undefined;
    behindPaywall((_req, res) => {
      res.write('one');
      finish = () => res.end('two');
    });
    const [answer] = (await once(send(), 'response')) as [IncomingMessage];
    const [first] = (await once(answer, 'data')) as [Buffer];
    finish();
    const [second] = (await once(answer, 'data')) as [Buffer];
    expect([String(first), String(second)]).toEqual(['one', 'two']);
  });

  it('is written once even where a handler tries twice, and counted once', async () => {
    behindPaywall(
      (_req, res) => {
        res.writeHead(200);
        expect(() => res.writeHead(500)).toThrow(/ERR_HTTP_HEADERS_SENT|headers/i);
        res.end();
      },
      { reserve: true },
    );
    expect((await ask()).status).toBe(200);
    expect(await decided()).toEqual(['commit use_1']);
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
    behindPaywall((_req, res) => res.writeHead(status).end(), { reserve: true });
    await ask();
    expect(await decided()).toEqual([`${what} use_1`]);
  });

  it('is given back when the payer hangs up before the head was sent, whatever the handler does then', async () => {
    let answer: ServerResponse | null = null;
    behindPaywall((_req, res) => (answer = res), { reserve: true });
    const sent = send();
    sent.on('error', () => undefined);
    while (answer === null) await new Promise((resolve) => setImmediate(resolve));
    sent.destroy();
    expect(await decided()).toEqual(['release use_1']);
    (answer as ServerResponse).writeHead(200).end();
    expect(broker.decided).toEqual(['release use_1']);
  });

  it('is given back when the payer hung up while the credential was judged', async () => {
    const { verify } = broker;
    let judge = (): void => undefined;
    broker.verify = async (args) => {
      await new Promise<void>((resolve) => (judge = resolve));
      return verify(args);
    };
    behindPaywall((_req, res) => res.end(), { reserve: true });
    const over = new Promise((resolve) => {
      server.once('request', (_req, res) => res.once('close', () => resolve(res)));
    });
    const sent = send();
    sent.on('error', () => undefined);
    while (broker.verified.length === 0) await new Promise((resolve) => setImmediate(resolve));
    sent.destroy();
    await over;
    judge();
    expect(await decided()).toEqual(['release use_1']);
  });

  it('is counted when the payer hangs up while the body is sent', async () => {
    behindPaywall((_req, res) => res.writeHead(200).write('x'), { reserve: true });
    const sent = send();
    sent.on('error', () => undefined);
    const [head] = (await once(sent, 'response')) as [IncomingMessage];
    head.on('error', () => undefined);
    sent.destroy();
    expect(await decided()).toEqual(['commit use_1']);
  });
});

describe('a paywall that a request meets twice', () => {
  it('asks once, and counts one use', async () => {
    const paywall = l402({ client: broker, priceSats: 10 });
    serve = (req, res) =>
      paywall(req, res, () => paywall(req, res, () => res.end(JSON.stringify(l402Of(req)?.paid))));
    expect((await ask()).text).toBe('true');
    expect(broker.verified).toHaveLength(1);
  });

  it('is not another paywall, which takes its own toll', async () => {
    const [one, other] = [10, 20].map((priceSats) => l402({ client: broker, priceSats }));
    serve = (req, res) => one?.(req, res, () => other?.(req, res, () => res.end()));
    await ask();
    expect(broker.verified.map(({ minAmountSats }) => minAmountSats)).toEqual([10, 20]);
  });
});

describe('an answer of the paywall', () => {
  it('has each challenge on a line of its own', async () => {
    broker.mint = (args) => ({ ...challengeFor(args), mppChallenge: 'Payment id="1", method="lightning"' });
    behindPaywall((_req, res) => res.end());
    const lines = (await ask({})).headers['www-authenticate'];
    expect(lines?.map((line) => line.split(' ')[0])).toEqual(['L402', 'Payment']);
  });

  it('leaves to the framework what somebody else has answered meanwhile', async () => {
    const paywall = l402({ client: broker, priceSats: 10 });
    const told: unknown[] = [];
    const over = new Promise<void>((resolve) => {
      serve = (req, res) => {
        paywall(req, res, (error) => {
          told.push(error);
          resolve();
        });
        res.writeHead(504).end();
      };
    });
    expect((await ask({})).status).toBe(504);
    await over;
    expect(told).toEqual([expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' })]);
  });

  it('keeps what the application has set before: its origin, and its own Vary', async () => {
    const paywall = l402({ client: broker, priceSats: 10 });
    serve = (req, res) => {
      res.setHeader('Access-Control-Allow-Origin', 'https://a.example').setHeader('Vary', 'Origin');
      paywall(req, res, () => res.end());
    };
    const { status, headers } = await ask({});
    expect([status, headers['access-control-allow-origin'], headers['vary']]).toEqual([
      402,
      ['https://a.example'],
      ['Origin, Authorization'],
    ]);
  });

  it('reads the second of two Authorization lines, which Node’s own list of headers leaves out', async () => {
    behindPaywall((_req, res) => res.end());
    const { port } = server.address() as AddressInfo;
    const lines = ['Host', 'a', 'Authorization', 'Bearer x', 'Authorization', CREDENTIAL.authorization];
    const sent = request({
      host: '127.0.0.1',
      port,
      path: '/r',
      headers: lines as never,
      agent: false,
    }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
  });
});
