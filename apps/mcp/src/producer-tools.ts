import type { BrokerAccess } from '@turnpike/config';
import { L402Server } from '@turnpike/server-sdk';
import { BrokerRoutes } from './broker-routes.js';
import { mcpBounds } from './mcp-bounds.js';
import type { ProducerTool } from './producer-tool.js';
import { AddEndpoint } from './tools/add-endpoint.js';
import { CreateChallenge } from './tools/create-challenge.js';
import { CreateProxy } from './tools/create-proxy.js';
import { ListChallenges } from './tools/list-challenges.js';
import { PublishProxy } from './tools/publish-proxy.js';
import { ReadStatus } from './tools/read-status.js';
import { VerifyPayment } from './tools/verify-payment.js';

/** Every tool, at the broker and as the merchant that `access` names. */
export function producerTools(access: BrokerAccess): readonly ProducerTool[] {
  const { url, apiKey } = access;
  const challenges = new L402Server({ baseUrl: url, apiKey, timeoutMs: mcpBounds.callMillis });
  const routes = new BrokerRoutes(access);
  return [
    new ReadStatus(access, routes),
    new CreateChallenge(challenges),
    new VerifyPayment(challenges),
    new ListChallenges(challenges),
    new CreateProxy(routes),
    new AddEndpoint(routes),
    new PublishProxy(routes),
  ];
}
