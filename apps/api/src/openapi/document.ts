import type { OpenApiDocument, Schema } from './openapi-types.js';
import { introduction, tags } from './introduction.js';
import { accountPaths } from './paths/account-paths.js';
import { apiKeyPaths } from './paths/api-key-paths.js';
import { bookkeepingPaths } from './paths/bookkeeping-paths.js';
import { challengePaths } from './paths/challenge-paths.js';
import { eventPaths } from './paths/event-paths.js';
import { instanceSalePaths } from './paths/instance-sale-paths.js';
import { operatorPaths } from './paths/operator-paths.js';
import { paymentProviderPaths } from './paths/payment-provider-paths.js';
import { providerWebhookPaths } from './paths/provider-webhook-paths.js';
import { publicPaths } from './paths/public-paths.js';
import { sandboxPaths } from './paths/sandbox-paths.js';
import { usePaths } from './paths/use-paths.js';
import { walletPaths } from './paths/wallet-paths.js';
import { webhookPaths } from './paths/webhook-paths.js';
import { apiKeySchemas } from './schemas/api-key-schemas.js';
import { bookkeepingSchemas } from './schemas/bookkeeping-schemas.js';
import { challengeSchemas } from './schemas/challenge-schemas.js';
import { merchantSchemas } from './schemas/merchant-schemas.js';
import { operatorSchemas } from './schemas/operator-schemas.js';
import { problemSchemas } from './schemas/problem-schema.js';
import { useSchemas } from './schemas/use-schemas.js';
import { valueSchemas } from './schemas/value-schemas.js';
import { verdictSchemas } from './schemas/verdict-schemas.js';
import { walletSchemas } from './schemas/wallet-schemas.js';
import { webhookSchemas } from './schemas/webhook-schemas.js';

/** What differs from one instance to another. */
export interface Instance {
  /** The configured public address; null where the reader’s own is the best that is known. */
  readonly publicUrl: string | null;
  readonly version: string;
  readonly priceSatsMax: number;
}

const securitySchemes: Readonly<Record<string, Schema>> = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description:
      'A merchant’s key: `tp_test_…` or `tp_live_…`. It decides merchant and mode. Its scopes decide what it may do: `challenges:write` mints and revokes, `challenges:verify` verifies and decides uses, `challenges:read` lists, `merchant:admin` manages the account, its keys and its wallets. None implies another; the scope that a route needs stands with the route.',
  },
  operatorKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'The key that whoever runs the instance has set as `ADMIN_API_KEY`.',
  },
};

/** The OpenAPI 3.1 document of an instance: every route that it serves, and no other. */
export function openApiDocument(instance: Instance): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Turnpike',
      version: instance.version,
      summary: 'Sell access to HTTP resources for Lightning payments.',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: instance.publicUrl ?? '/' }],
    tags,
    paths: {
      ...challengePaths,
      ...usePaths,
      ...sandboxPaths,
      ...accountPaths,
      ...apiKeyPaths,
      ...walletPaths,
      ...paymentProviderPaths,
      ...bookkeepingPaths,
      ...webhookPaths,
      ...eventPaths,
      ...providerWebhookPaths,
      ...operatorPaths,
      ...instanceSalePaths,
      ...publicPaths,
    },
    components: {
      schemas: {
        PriceSats: {
          type: 'integer',
          minimum: 1,
          maximum: instance.priceSatsMax,
          description: 'The price, in whole satoshis.',
        },
        ...valueSchemas,
        ...challengeSchemas,
        ...verdictSchemas,
        ...useSchemas,
        ...merchantSchemas,
        ...apiKeySchemas,
        ...walletSchemas,
        ...bookkeepingSchemas,
        ...webhookSchemas,
        ...operatorSchemas,
        ...problemSchemas,
      },
      securitySchemes,
    },
  };
}
