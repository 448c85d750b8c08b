/** One environment variable as the documentation shows it; `default` is what an unset or empty one means, '' for nothing. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
}

const table = [
  { name: 'PORT', default: '4020', meaning: 'port of the API; 0 takes a free one' },
  { name: 'HOST', default: '127.0.0.1', meaning: 'address to listen on; 0.0.0.0 for all' },
  { name: 'DEMO_PORT', default: '4021', meaning: 'port of the demonstration API' },
  { name: 'METRICS_PORT', default: '', meaning: 'port of the Prometheus listener; unset: none' },
  { name: 'METRICS_HOST', default: '127.0.0.1', meaning: 'address of the Prometheus listener' },
  {
    name: 'PUBLIC_URL',
    default: '',
    meaning: 'our address as others see it, for links and problem types; unset: the address listened on',
  },
  {
    name: 'TRUSTED_PROXIES',
    default: '',
    meaning: 'addresses or networks, comma-separated, whose X-Forwarded-* headers count',
  },
  { name: 'ROLE', default: 'all', meaning: 'what this process does: all, api, worker or gateway' },
  { name: 'DATA_DIR', default: '.data', meaning: 'folder of the embedded database and its keys' },
  { name: 'DATABASE_URL', default: '', meaning: 'PostgreSQL to use; unset: the embedded one' },
  {
    name: 'REDIS_URL',
    default: '',
    meaning: 'Redis for queues, shared rate limits and cache invalidation; unset: PostgreSQL does it',
  },
  {
    name: 'MASTER_KEYS',
    default: '',
    meaning:
      'keys of the macaroons as kid:base64, comma-separated, the first mints; compulsory with DATABASE_URL',
  },
  {
    name: 'INVOICE_KEYS',
    default: '',
    meaning: 'keys that preimages of invoices are derived from, same form; compulsory with DATABASE_URL',
  },
  {
    name: 'SEAL_KEYS',
    default: '',
    meaning: 'keys that seal stored secrets, same form; compulsory with DATABASE_URL',
  },
  {
    name: 'ADMIN_API_KEY',
    default: '',
    meaning: 'key of the operator, 16 characters or more; unset: no admin routes',
  },
  {
    name: 'WALLET_ALLOW_NETWORKS',
    default: 'mainnet',
    meaning:
      'networks that wallets of live keys may be on, comma-separated: mainnet, testnet, signet, regtest',
  },
  {
    name: 'ADDRESS_ALLOW',
    default: '',
    meaning:
      'private addresses, networks or host names that merchants may still point us at, comma-separated; names of a hosts file too',
  },
  {
    name: 'UPSTREAM_HTTP2',
    default: '',
    meaning:
      'host names of upstreams that are spoken to in HTTP/2 where they offer it, comma-separated; only such as you trust, since one that breaks its rules can end the process',
  },
  {
    name: 'STRIKE_URL',
    default: 'https://api.strike.me',
    meaning: 'address of the Strike API; https://api.dev.strike.me is its sandbox',
  },
  {
    name: 'OPENNODE_URL',
    default: 'https://api.opennode.com',
    meaning: 'address of the OpenNode API; https://dev-api.opennode.com is its test environment',
  },
  {
    name: 'LOG_LEVEL',
    default: '',
    meaning:
      'fatal, error, warn, info, debug, trace or silent; unset: info, or warn on the embedded database',
  },
  {
    name: 'SHUTDOWN_SECONDS',
    default: '15',
    meaning: 'how long requests in flight may take to finish at the end',
  },
  {
    name: 'RATE_LIMIT_VERIFY',
    default: '60000',
    meaning: 'verifications and uses a minute per key; 0: no limit',
  },
  { name: 'RATE_LIMIT_MINT', default: '600', meaning: 'challenges a minute per key; 0: no limit' },
  { name: 'RATE_LIMIT_READ', default: '600', meaning: 'reads a minute per key; 0: no limit' },
  {
    name: 'RATE_LIMIT_WRITE',
    default: '60',
    meaning: 'other writes a minute per key, payments in the sandbox included; 0: no limit',
  },
  { name: 'RATE_LIMIT_ADMIN', default: '60', meaning: 'admin calls a minute; 0: no limit' },
  {
    name: 'RATE_LIMIT_PUBLIC',
    default: '120',
    meaning: 'public reads a minute per address, of these at most 20 new challenges of the ping; 0: no limit',
  },
  {
    name: 'RATE_LIMIT_GATEWAY',
    default: '60',
    meaning: 'new challenges of the gateway a minute per address; 0: no limit',
  },
  {
    name: 'RATE_LIMIT_FAILED_KEYS',
    default: '60',
    meaning: 'invalid API keys a minute per address before 429; never refuses a valid key; 0: no limit',
  },
  {
    name: 'RATE_LIMIT_SIGN_IN',
    default: '10',
    meaning:
      'sign-ups and tries to sign in a minute per address, over all processes; passwords for one account as many at once and half as many a minute; 0: neither; codes, letters and invitations stay limited',
  },
  { name: 'PRICE_SATS_MAX', default: '100000000', meaning: 'highest price of a challenge, in sats' },
  {
    name: 'OPEN_CHALLENGES_MAX',
    default: '20000',
    meaning: 'open challenges per wallet connection; one more is answered 429',
  },
  {
    name: 'OPERATOR_MERCHANT',
    default: '',
    meaning:
      'the merchant that sells what the instance itself sells, as <merchantId>:<test|live>; unset: none, or the sandbox merchant on the embedded database',
  },
  {
    name: 'PLANS',
    default: 'unlimited',
    meaning:
      'the plans that are offered: unlimited, hosted (free, individual, business, unlimited) or the path of a JSON file',
  },
  {
    name: 'DEFAULT_PLAN',
    default: '',
    meaning: 'the plan of a new merchant, with its trial; unset: free if it is offered, else the first',
  },
  {
    name: 'PLAN_CAPS_IN_TEST_MODE',
    default: 'false',
    meaning: 'whether caps of plans count and bound test challenges, too: true or false',
  },
  {
    name: 'SIGN_UP',
    default: '',
    meaning:
      'how strangers become merchants, comma-separated: free (a link by mail), l402 (paid to OPERATOR_MERCHANT), or closed; unset: closed, or both on the embedded database without PUBLIC_URL',
  },
  {
    name: 'SIGN_UP_PRICE_SATS',
    default: '100',
    meaning: 'price of signing up by l402, in sats',
  },
  {
    name: 'SMTP_URL',
    default: '',
    meaning:
      'mail server as smtp://user:password@host:port, or smtps://; unset: letters wait for the operator at GET /api/admin/mails',
  },
  {
    name: 'MAIL_FROM',
    default: '',
    meaning: 'sender of letters; unset: turnpike@ and the host of PUBLIC_URL',
  },
  {
    name: 'TURNPIKE_URL',
    default: 'http://127.0.0.1:4020',
    meaning: 'address of the broker; read by the MCP server only',
  },
  {
    name: 'TURNPIKE_API_KEY',
    default: '',
    meaning: 'API key of the merchant that it speaks for; read by the MCP server only, which needs it',
  },
] as const satisfies readonly EnvironmentVariable[];

/** The name of a variable that is read. */
export type VariableName = (typeof table)[number]['name'];

/** Every variable that is read, once each, in the order in which the documentation lists them. */
export const environmentVariables: readonly EnvironmentVariable[] = Object.freeze(table);
