import { createRequire } from 'node:module';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Access } from '../http/access.decorator.js';
import { docsPage } from './docs-page.js';
import { docsScript } from './docs-script.js';
import { docsStyle } from './docs-style.js';

const access: Access = { kind: 'public', limit: 'publicRead' };

/** The files of swagger-ui that the page needs. Nothing else of that package can be fetched. */
const packageFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/**
 * Everything comes from this server and nothing else is loaded, so that the page works offline and a text of the
 * document can never run. swagger-ui draws its icons from `data:`.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function guarded(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer');
}

/** `GET /docs`: the reference for people, with all that it loads. Anybody may read it; it asks for no key and stores none. */
export async function registerDocs(fastify: FastifyInstance): Promise<void> {
  const own: Readonly<Record<string, [string, string]>> = {
    '/docs': ['text/html; charset=utf-8', docsPage],
    '/docs/docs.css': ['text/css; charset=utf-8', docsStyle],
    '/docs/docs.js': ['text/javascript; charset=utf-8', docsScript],
  };
  const require = createRequire(import.meta.url);
  const root = path.dirname(require.resolve('swagger-ui-dist/package.json'));

  await fastify.register(async (scope) => {
    await scope.register(fastifyStatic, { root, serve: false, maxAge: '1d' });
    for (const [url, [type, text]] of Object.entries(own)) {
      scope.get(url, { config: { access } }, (_request, reply) => guarded(reply).type(type).send(text));
    }
    for (const file of packageFiles) {
      scope.get(`/docs/${file}`, { config: { access } }, (_request, reply) => guarded(reply).sendFile(file));
    }
  });
}
