import fastify, { type FastifyInstance } from 'fastify';
import { registerDashboard } from '../../../apps/api/src/dashboard/register-dashboard.js';
import { accountAnswers } from './recorded-account.js';
import { connectionAnswers } from './recorded-connections.js';
import { merchantAnswers } from './recorded-merchant.js';
import { operatorAnswers } from './recorded-operator.js';
import { problem } from './recorded-answers.js';
import type { RecordedAnswer, RecordedAnswers } from './recorded-answers.js';
import { eventAnswers } from './recorded-events.js';
import { proxyAnswers } from './recorded-proxies.js';
import { salesAnswers } from './recorded-sales.js';
import { webhookAnswers } from './recorded-webhooks.js';

const answers: RecordedAnswers = {
  ...accountAnswers,
  ...salesAnswers,
  ...eventAnswers,
  ...connectionAnswers,
  ...proxyAnswers,
  ...webhookAnswers,
  ...merchantAnswers,
  ...operatorAnswers,
};

/**
 * The real pages over recorded answers, to look at every page without a database: what is served is what the build made and
 * how it is served is the product's own; what the API answers stands in the files beside this one.
 */
export async function standIn(more: RecordedAnswers = {}, root?: string): Promise<FastifyInstance> {
  const server = fastify({ forceCloseConnections: true });
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null));
  for (const [name, answer] of Object.entries({ ...answers, ...more })) {
    const [method = 'GET', url = '/'] = name.split(' ');
    server.route({
      method,
      url,
      handler: (request, reply) => {
        const { status, body } = answer(request);
        return reply.status(status).header('cache-control', 'no-store').send(body);
      },
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const nothing: RecordedAnswer = problem(404, 'not_found', 'Not found', `No answer for ${request.url}.`);
    return reply.status(nothing.status).send(nothing.body);
  });
  await registerDashboard(server, { isHttps: false, ...(root === undefined ? {} : { root }) });
  return server;
}
