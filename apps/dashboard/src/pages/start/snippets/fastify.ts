import { javascriptCore } from './javascript-core.js';
import type { Snippet } from './snippet.js';

/** Fastify 4 and 5. */
export const fastify: Snippet = {
  id: 'fastify',
  name: 'Fastify (Node)',
  file: 'toll.mjs',
  start:
    'Start with TURNPIKE_API_KEY set to your key, then ask for /api/premium without a token: you get 402.',
  code: (baseUrl) => `import fastify from 'fastify';

${javascriptCore(baseUrl)}

const paid = (priceSats) => async (request, reply) => {
  const { authorization } = request.headers;
  const resource = request.url.split('?')[0];
  const answer = await toll({ authorization, resource, method: request.method, priceSats });
  if (answer !== null) return reply.status(answer.status).headers(answer.headers).send(answer.body);
};

const app = fastify();
app.get('/api/premium', { onRequest: paid(25) }, () => ({ weather: 'sunny' }));
await app.listen({ port: 3000 });
`,
};
