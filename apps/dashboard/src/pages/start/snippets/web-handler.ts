import { javascriptCore } from './javascript-core.js';
import type { Snippet } from './snippet.js';

/** Whatever speaks Request and Response: Next.js route handlers, Hono, Bun, Deno, workers. */
export const webHandler: Snippet = {
  id: 'web',
  name: 'Next.js, Hono, Bun, Deno',
  file: 'app/api/premium/route.js',
  start: 'Set TURNPIKE_API_KEY in the environment of the server, never in that of the browser.',
  code: (baseUrl) => `${javascriptCore(baseUrl)}

const paid = (priceSats, handler) => async (request) => {
  const answer = await toll({
    authorization: request.headers.get('authorization') ?? '',
    resource: new URL(request.url).pathname,
    method: request.method,
    priceSats,
  });
  if (answer === null) return handler(request);
  return Response.json(answer.body, { status: answer.status, headers: answer.headers });
};

// Next.js route handler. Hono: app.get('/api/premium', (c) => GET(c.req.raw)).
export const GET = paid(25, () => Response.json({ weather: 'sunny' }));
`,
};
