import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../http/access.decorator.js';
import { builtDashboard } from './built-dashboard.js';
import { guardPage } from './dashboard-headers.js';

/** Where the dashboard was built to, and whether browsers reach this instance over https. */
export interface DashboardOptions {
  readonly isHttps: boolean;
  readonly root?: string;
}

/** Pages and their parts are the same for everybody and cost a read of a small file; nothing in them is worth a limit. */
const access: Access = { kind: 'public', limit: null };
const config = { access };

/** A name that the build gave to a part: its content's hash is in it, so that it never changes. */
const partName = /^[\w.-]+$/;

/**
 * `GET /dashboard` and all addresses below answer the one page, which knows itself what to show; its parts are below
 * `/dashboard/assets` and may be kept for ever. `/` sends browsers there. Before a build there is no dashboard: 404.
 */
export async function registerDashboard(fastify: FastifyInstance, options: DashboardOptions): Promise<void> {
  const { isHttps, root = builtDashboard() } = options;

  const sendPage = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    guardPage(reply, isHttps)
      .header('cache-control', 'no-cache')
      .sendFile('index.html', { cacheControl: false });

  const sendPart = (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    const name = (request.params as Readonly<Record<string, string>>)['name'] ?? '';
    if (partName.test(name)) return guardPage(reply, isHttps).sendFile(`assets/${name}`);
    reply.callNotFound();
    return undefined;
  };

  const sendHome = (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    reply.header('vary', 'accept');
    if ((request.headers.accept ?? '').includes('text/html')) return reply.redirect('/dashboard', 302);
    reply.callNotFound();
    return undefined;
  };

  await fastify.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root,
      serve: false,
      maxAge: '1y',
      immutable: true,
      preCompressed: true,
    });
    scope.get('/', { config }, sendHome);
    scope.get('/dashboard', { config }, sendPage);
    scope.get('/dashboard/*', { config }, sendPage);
    scope.get('/dashboard/assets/:name', { config }, sendPart);
  });
}
