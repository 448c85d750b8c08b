import { Hono } from 'hono';

import { MIDDLEWARE_BOUNDS } from '../middleware-bounds.js';
import { CREDENTIAL, ScriptedBroker } from '../scripted-broker.fake.js';
import { l402 as fetchPaywall, l402Of } from './fetch.js';
import { l402 as honoPaywall } from './hono.js';

let broker: ScriptedBroker;

beforeEach(() => {
  broker = new ScriptedBroker();
});

const paid = (init: RequestInit = {}) =>
  new Request('http://shop.example/r', { headers: CREDENTIAL, ...init });

describe('the paywall before a fetch handler', () => {
  const options = () => ({ client: broker, priceSats: 10, reserve: true });

  it('passes on what the runtime gives besides the request', async () => {
    const handler = fetchPaywall(options(), (request: Request, env: { name: string }) => {
      return new Response(`${env.name} ${String(l402Of(request)?.paid)}`);
    });
    expect(await (await handler(paid(), { name: 'env' })).text()).toBe('env true');
  });

  it('leaves the end of a use to the runtime where it can, and else waits for what is given back', async () => {
    const kept: Promise<unknown>[] = [];
    const context = { waitUntil: (work: Promise<unknown>) => kept.push(work) };
    const failing = fetchPaywall(options(), (_request: Request, _context?: typeof context) => {
      return new Response(null, { status: 500 });
    });
    await failing(paid(), context);
    expect(kept).toHaveLength(1);
    broker.decided.length = 0;
    await failing(paid(), undefined);
    expect(broker.decided).toEqual(['release use_1']);
  });

  it('waits no longer than so long for a broker that does not answer', async () => {
    jest.useFakeTimers();
    broker.releaseUse = () => new Promise(() => undefined);
    const answer = fetchPaywall(options(), () => new Response(null, { status: 500 }))(paid());
    await jest.advanceTimersByTimeAsync(MIDDLEWARE_BOUNDS.decisionMillis);
    expect((await answer).status).toBe(500);
    jest.useRealTimers();
  });

  it('gives the use back when the handler throws, and lets it throw', async () => {
    const handler = fetchPaywall(options(), () => Promise.reject(new Error('away')));
    await expect(handler(paid())).rejects.toThrow('away');
    expect(broker.decided).toEqual(['release use_1']);
  });

  it('gives the use back when the payer has hung up before there was an answer', async () => {
    const hangUp = new AbortController();
    const handler = fetchPaywall(options(), () => {
      hangUp.abort();
      return new Response('late');
    });
    await handler(paid({ signal: hangUp.signal }));
    expect(broker.decided).toEqual(['release use_1']);
  });

  it('gives it back so often and no more, so that one use buys no end of work', async () => {
    const gone = AbortSignal.abort();
    const handler = fetchPaywall(options(), () => new Response('late'));
    const { forgivenMax } = MIDDLEWARE_BOUNDS.hangUps;
    for (let time = 0; time <= forgivenMax; time += 1) await handler(paid({ signal: gone }));
    const released = Array.from({ length: forgivenMax }, () => 'release use_1');
    expect(broker.decided).toEqual([...released, 'commit use_1']);
  });

  it('streams the body as it comes, and keeps redirects and answers without a body', async () => {
    let release = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('one'));
        release = () => controller.close();
      },
    });
    const streaming = await fetchPaywall(options(), () => new Response(body))(paid());
    const reader = streaming.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('one');
    release();
    const moved = await fetchPaywall(options(), () => Response.redirect('http://shop.example/x', 302))(
      paid(),
    );
    expect([moved.status, moved.headers.get('location'), moved.headers.get('cache-control')]).toEqual([
      302,
      'http://shop.example/x',
      'private',
    ]);
    const empty = await fetchPaywall(options(), () => new Response(null, { status: 204 }))(paid());
    expect([empty.status, empty.body]).toEqual([204, null]);
  });

  it('answers HEAD without a body', async () => {
    const handler = fetchPaywall(options(), () => new Response('x'));
    const answer = await handler(new Request('http://shop.example/r', { method: 'HEAD' }));
    expect([answer.status, await answer.text()]).toEqual([402, '']);
  });
});

describe('the paywall in Hono', () => {
  it('takes no toll twice on one way, and gives the use of a failing handler back', async () => {
    const app = new Hono();
    const paywall = honoPaywall({ client: broker, priceSats: 10, reserve: true });
    app.onError((_error, c) => c.text('failed', 500));
    app.use(paywall);
    app.get('/r', paywall, (c) => {
      if (broker.verified.length > 1) throw new Error('away');
      return c.json(c.get('l402').paid);
    });
    expect(await (await app.fetch(paid())).json()).toBe(true);
    expect((await app.fetch(paid())).status).toBe(500);
    expect(broker.verified).toHaveLength(2);
    expect(broker.decided).toEqual(['commit use_1', 'release use_1']);
  });

  it('leaves the end of a use to the runtime where it can', async () => {
    const kept: Promise<unknown>[] = [];
    const app = new Hono().get('/r', honoPaywall({ client: broker, priceSats: 10, reserve: true }), (c) =>
      c.text('x'),
    );
    const context = {
      waitUntil: (work: Promise<unknown>) => kept.push(work),
      passThroughOnException() {},
      props: {},
    };
    await app.fetch(paid(), {}, context);
    expect(kept).toHaveLength(1);
  });
});
