import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { smallApp } from './small-app.fake.js';
import type { SmallApp } from './small-app.fake.js';

interface Answer {
  readonly head: string;
  readonly document: Record<string, unknown>;
}

let small: SmallApp;
let port: number;
const opened: Socket[] = [];

beforeAll(async () => {
  small = await smallApp();
  await small.app.listen(0, '127.0.0.1');
  ({ port } = small.app.getHttpServer().address() as AddressInfo);
});

afterAll(async () => {
  for (const socket of opened) socket.destroy();
  await small.app.close();
});

/** A caller who never ends their own side, with the server's side of the connection. */
async function caller(): Promise<{ ours: Socket; theirs: Socket }> {
  const accepted = once(small.app.getHttpServer(), 'connection') as Promise<[Socket]>;
  const theirs = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  opened.push(theirs);
  const [ours] = await accepted;
  return { ours, theirs };
}

async function answerTo(theirs: Socket): Promise<Answer> {
  let text = '';
  theirs.on('data', (chunk) => (text += String(chunk)));
  await once(theirs, 'end');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { head, document: JSON.parse(body) as Record<string, unknown> };
}

function expectProblem({ head, document }: Answer, status: number, slug: string): void {
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/\r\nContent-Type: application\/problem\+json(\r\n|$)/i);
  expect(head).toMatch(/\r\nX-API-Version: 1(\r\n|$)/i);
  const [, correlationId] = /\r\nX-Correlation-Id: ([^\r]+)/i.exec(head) ?? [];
  expect(document).toEqual({
    type: `https://pay.example.com/problems/${slug}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    error: slug,
    message: document['detail'],
    correlation_id: correlationId,
  });
}

const NAMED = 'X-Correlation-Id: order-7\r\nConnection: close\r\n\r\n';

describe('what no route sees', () => {
  it.each([
    ['nonsense', 'HELO\r\n\r\n', 400, 'malformed_request'],
    [
      'headers beyond their bound',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    ['HTTP/1.1 without Host', `GET /search?name=a HTTP/1.1\r\n${NAMED}`, 400, 'malformed_request'],
    [
      'an expectation that nobody knows',
      `POST /things HTTP/1.1\r\nHost: a\r\nExpect: x\r\n${NAMED}`,
      417,
      'expectation_failed',
    ],
    ['a tunnel', `CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n${NAMED}`, 405, 'method_not_allowed'],
  ])('is answered as everything is: %s', async (_what, sent, status, slug) => {
    const { theirs } = await caller();
    theirs.write(sent);
    const answer = await answerTo(theirs);
    expectProblem(answer, status, slug);
    if (sent.includes(NAMED)) expect(answer.document['correlation_id']).toBe('order-7');
    expect(/\r\nAllow:/i.test(answer.head)).toBe(status === 405);
  });

  it('is a request that does not arrive in time', async () => {
    const { ours, theirs } = await caller();
    theirs.write('POST /things HTTP/1.1\r\nHost: a\r\nContent-Le');
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    small.app.getHttpServer().emit('clientError', late, ours);
    expectProblem(await answerTo(theirs), 408, 'request_timeout');
  });

  it('is not HTTP/1.0 without Host', async () => {
    const { theirs } = await caller();
    theirs.write('GET /search?name=a HTTP/1.0\r\n\r\n');
    expect((await answerTo(theirs)).head).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('the connection of what no route sees', () => {
  /** Whether our side is gone and theirs still open, once another caller has been served. */
  async function standing(ours: Socket, theirs: Socket): Promise<object> {
    await answerTo(theirs);
    await (await fetch(`http://127.0.0.1:${port}/search?name=a`)).text();
    return { ours: ours.destroyed, theirs: theirs.destroyed || theirs.writableEnded };
  }

  it.each([
    ['nonsense', 'HELO\r\n\r\n'],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'],
  ])('is gone after the answer, though the caller keeps theirs open: %s', async (_what, sent) => {
    const { ours, theirs } = await caller();
    theirs.write(sent);
    expect(await standing(ours, theirs)).toEqual({ ours: true, theirs: false });
  });

  it('is gone after a request that did not arrive in time, too', async () => {
    const { ours, theirs } = await caller();
    theirs.write('GET ');
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    small.app.getHttpServer().emit('clientError', late, ours);
    expect(await standing(ours, theirs)).toEqual({ ours: true, theirs: false });
  });
});
