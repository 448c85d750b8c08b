// A paid handler as every one of these runtimes runs it.
import { l402, l402Of } from '@turnpike/middleware/fetch';
import { L402Server } from '@turnpike/server-sdk';

export const paidHandler = (apiKey, baseUrl) =>
  l402({ client: new L402Server({ apiKey, baseUrl }), priceSats: 5, maxUses: 2, reserve: true }, (request) =>
    new URL(request.url).pathname === '/fails'
      ? new Response(null, { status: 500 })
      : Response.json(l402Of(request)),
  );
