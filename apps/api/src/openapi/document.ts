import type { OpenApiDocument, Schema } from './openapi-types.js';
import { introduction, tags } from './introduction.js';
import { accountPaths } from './paths/account-paths.js';
import { accountAccessPaths } from './paths/account-access-paths.js';
import { apiKeyPaths } from './paths/api-key-paths.js';
import { auditPaths } from './paths/audit-paths.js';
import { bookkeepingPaths } from './paths/bookkeeping-paths.js';
import { challengePaths } from './paths/challenge-paths.js';
import { challengeSearchPaths } from './paths/challenge-search-paths.js';
import { figurePaths } from './paths/figure-paths.js';
import { inspectionPaths } from './paths/inspection-paths.js';
import { instancePaths } from './paths/instance-paths.js';
import { forwardAuthPaths } from './paths/forward-auth-path.js';
import { eventPaths } from './paths/event-paths.js';
import { instanceSalePaths } from './paths/instance-sale-paths.js';
import { memberPaths } from './paths/member-paths.js';
import { operatorSignInPaths } from './paths/operator-sign-in-paths.js';
import { operatorPaths } from './paths/operator-paths.js';
import { paymentProviderPaths } from './paths/payment-provider-paths.js';
import { planPaths } from './paths/plan-paths.js';
import { providerWebhookPaths } from './paths/provider-webhook-paths.js';
import { proxyCheckPaths } from './paths/proxy-check-paths.js';
import { proxyEndpointPaths } from './paths/proxy-endpoint-paths.js';
import { proxyPaths } from './paths/proxy-paths.js';
import { publicPaths } from './paths/public-paths.js';
import { registryPaths } from './paths/registry-paths.js';
import { sandboxPaths } from './paths/sandbox-paths.js';
import { sessionPaths } from './paths/session-paths.js';
import { signUpPaths } from './paths/sign-up-paths.js';
import { usePaths } from './paths/use-paths.js';
import { walletPaths } from './paths/wallet-paths.js';
import { webhookPaths } from './paths/webhook-paths.js';
import { apiKeySchemas } from './schemas/api-key-schemas.js';
import { auditSchemas } from './schemas/audit-schemas.js';
import { bookkeepingSchemas } from './schemas/bookkeeping-schemas.js';
import { challengeSchemas } from './schemas/challenge-schemas.js';
import { challengeSearchSchemas } from './schemas/challenge-search-schemas.js';
import { figureSchemas } from './schemas/figure-schemas.js';
import { inspectionSchemas } from './schemas/inspection-schemas.js';
import { memberSchemas } from './schemas/member-schemas.js';
import { instanceSchemas } from './schemas/instance-schemas.js';
import { merchantSchemas } from './schemas/merchant-schemas.js';
import { operatorSchemas } from './schemas/operator-schemas.js';
import { planSchemas } from './schemas/plan-schemas.js';
import { problemSchemas } from './schemas/problem-schema.js';
import { proxyCheckSchemas } from './schemas/proxy-check-schemas.js';
import { proxySchemas } from './schemas/proxy-schemas.js';
import { sessionSchemas } from './schemas/session-schemas.js';
import { useSchemas } from './schemas/use-schemas.js';
import { valueSchemas } from './schemas/value-schemas.js';
import { verdictSchemas } from './schemas/verdict-schemas.js';
import { walletSchemas } from './schemas/wallet-schemas.js';
import { webhookSchemas } from './schemas/webhook-schemas.js';
import { withSessions } from './with-sessions.js';

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
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'tp_session',
    description:
      'Over TLS it is called `__Host-tp_session`, without it `tp_session_<port>`, if there is a port. A member who has signed in at `POST /api/session`, for programs in a browser. `X-Turnpike-Mode` names the mode; the member’s role decides: `read_only` reads, `developer` also writes, all but members, wallets and the subscription, `owner` everything. Calls that change something must come from our own pages (`Origin`). A session that an API key has opened has the mode and scopes of that key. Operators’ sessions open the operator’s routes.',
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
    paths: withSessions({
      ...challengePaths,
      ...usePaths,
      ...sandboxPaths,
      ...accountPaths,
      ...planPaths,
      ...figurePaths,
      ...challengeSearchPaths,
      ...inspectionPaths,
      ...apiKeyPaths,
      ...walletPaths,
      ...paymentProviderPaths,
      ...proxyPaths,
      ...proxyCheckPaths,
      ...proxyEndpointPaths,
      ...registryPaths,
      ...forwardAuthPaths,
      ...bookkeepingPaths,
      ...webhookPaths,
      ...eventPaths,
      ...providerWebhookPaths,
      ...auditPaths,
      ...operatorPaths,
      ...instancePaths,
      ...instanceSalePaths,
      ...sessionPaths,
      ...accountAccessPaths,
      ...memberPaths,
      ...operatorSignInPaths,
      ...signUpPaths,
      ...publicPaths,
    }),
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
        ...planSchemas,
        ...figureSchemas,
        ...challengeSearchSchemas,
        ...inspectionSchemas,
        ...apiKeySchemas,
        ...walletSchemas,
        ...proxySchemas,
        ...proxyCheckSchemas,
        ...bookkeepingSchemas,
        ...auditSchemas,
        ...webhookSchemas,
        ...operatorSchemas,
        ...sessionSchemas,
        ...memberSchemas,
        ...instanceSchemas,
        ...problemSchemas,
      },
      securitySchemes,
    },
  };
}
