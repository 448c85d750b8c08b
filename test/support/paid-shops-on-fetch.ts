import { l402 as fetchPaywall, l402Of } from '@turnpike/middleware/fetch';
import { l402 as honoPaywall } from '@turnpike/middleware/hono';
import { Hono, type Context } from 'hono';

import { answerOf, asText, type PaidShop, type SaleKind, type ShopPlan } from './paid-shop.js';

const KINDS: readonly SaleKind[] = ['cheap', 'dear'];
const headers = { 'Cache-Control': 'public, max-age=60', Vary: 'Accept' };

/** A shop on Hono. */
export function honoShop(plan: ShopPlan): Promise<PaidShop> {
  const app = new Hono();
  app.onError((_error, c) => c.text('the handler failed', 500));
  const sizeOf = (c: unknown): string => asText((c as Context).req.query('size'));
  for (const kind of KINDS) {
    app.all(`/${kind}/*`, honoPaywall(plan.sale(kind, sizeOf)), async (c) => {
      const { status, text } = await answerOf(plan, { kind, size: sizeOf(c), result: c.get('l402') });
      return new Response(text, { status, headers });
    });
  }
  return Promise.resolve(inProcess((request) => app.fetch(request)));
}

/** A shop that is nothing but fetch handlers. */
export function fetchShop(plan: ShopPlan): Promise<PaidShop> {
  const sizeOf = (request: unknown): string =>
    new URL((request as Request).url).searchParams.getAll('size').join();
  const handlers = KINDS.map((kind) => {
    const paid = fetchPaywall(plan.sale(kind, sizeOf), async (request: Request) => {
      const { status, text } = await answerOf(plan, { kind, size: sizeOf(request), result: l402Of(request) });
      return new Response(text, { status, headers });
    });
    return [`/${kind}/`, paid] as const;
  });
  const serve = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const found = handlers.find(([beginning]) => decodeURIComponent(pathname).startsWith(beginning));
    return found ? found[1](request) : new Response('nothing here', { status: 404 });
  };
  return Promise.resolve(
    inProcess((request) => serve(request).catch(() => new Response(null, { status: 500 }))),
  );
}

/** Asks a fetch handler; the address goes through the parser of such runtimes first, as it does there. */
function inProcess(serve: (request: Request) => Response | Promise<Response>): PaidShop {
  return {
    async ask({ method = 'GET', target, headers: sent = {} }) {
      const answer = await serve(new Request(`http://shop.example${target}`, { method, headers: sent }));
      return {
        status: answer.status,
        lines: (name) => {
          const value = answer.headers.get(name);
          // Joined lines of challenges are told apart where the next scheme begins.
          return value === null ? [] : value.split(/, (?=Payment )/);
        },
        text: await answer.text(),
      };
    },
    close: () => Promise.resolve(),
  };
}
