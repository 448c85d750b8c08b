import { l402, l402Of } from '@turnpike/middleware/fastify';
import fastify, { type FastifyInstance } from 'fastify';

import { WARES } from './wares.js';

/** The broker that something is sold through: its address, and a key that may mint, verify and pay in the sandbox. */
export interface Broker {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** The API that sells, not listening yet. `report` hears why a request could not be sold. */
export function demoApi({ baseUrl, apiKey }: Broker, report: (error: unknown) => void): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  app.get('/', () => ({
    priceSats: Object.fromEntries(WARES.map(({ path, priceSats }) => [path, priceSats])),
  }));
  for (const ware of WARES) {
    const { path, priceSats } = ware;
    const paid = l402({ baseUrl, apiKey, priceSats, description: `demo ${path}`, onError: report });
    app.get(path, { onRequest: paid }, (request) => {
      const result = l402Of(request);
      return { ...ware.serve(request.headers), paidSats: result?.paid ? result.amountSats : 0 };
    });
  }
  return app;
}
