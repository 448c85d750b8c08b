import { limits } from '@turnpike/config';

/** The order and the meaning of the groups in the reference. */
export const tags = [
  {
    name: 'Challenges',
    description: 'Mint, verify, list and revoke: what a merchant’s server does all day.',
  },
  { name: 'Uses', description: 'Reserve a use while you serve a request, then commit or release it.' },
  { name: 'Sandbox', description: 'Pay an invoice of test mode without a wallet.' },
  { name: 'Merchant', description: 'The account, its settings and what it sold.' },
  { name: 'API keys', description: 'Make, rotate and revoke keys.' },
  {
    name: 'Wallets',
    description: 'Connect your own wallet for live mode, choose the primary one, and see how it is doing.',
  },
  {
    name: 'Webhooks',
    description:
      'Have events sent to you, signed as [Standard Webhooks](https://www.standardwebhooks.com) says; read them and send them again.',
  },
  {
    name: 'Proxies',
    description:
      'APIs behind our gateway, which has each request paid for and passes it on: `/l402/proxy/{proxyId}/…`.',
  },
  { name: 'Session', description: 'Sign in and out, and what somebody signs in with.' },
  { name: 'Members', description: 'Who may sign in for a merchant, and as what.' },
  { name: 'Sign-up', description: 'Become a merchant without asking the operator.' },
  { name: 'Operator', description: 'Merchants of the instance, for whoever runs it.' },
  { name: 'Instance', description: 'Health, errors, this reference, and what the instance itself sells.' },
] as const;

/** What holds for every route. */
export const introduction = `Your server **mints** a challenge (an invoice and a macaroon), the payer pays the invoice straight into your
wallet and comes back with the macaroon and the preimage, and your server **verifies** the two.

## Conventions

- **Key.** Send your API key in \`X-API-Key\`. A \`tp_test_…\` key uses the built-in sandbox wallet and regtest invoices;
  a \`tp_live_…\` key uses your own wallet. Neither sees what the other made.
- **Bodies** are JSON objects of at most ${limits.bodyBytesMax / 1024} KiB. Unknown members are ignored, on both sides; \`null\` means absent.
- **Values.** Money is whole satoshis. Times are RFC 3339 in UTC. Hashes are 64 lower-case hex digits.
- **Pages.** \`limit\` 1 to ${limits.listLimitMax} (default ${limits.listLimitDefault}) and \`offset\`, echoed with \`total\`.
- **Errors** are \`application/problem+json\` (RFC 9457). Decide on \`error\`; \`type\` is a page that explains it.
- **Limits.** \`X-RateLimit-Limit\`, \`-Remaining\` and \`-Reset\` say where you stand; 429 and every 503 carry \`Retry-After\`.
- **Correlation.** \`X-Correlation-Id\` comes back as you sent it, or is made for you. Name it when you report a fault.

## A purchase, from start to end

On the page \`/docs\` it can be tried out with a key of test mode: *Authorize* takes it.

1. \`POST /api/l402/challenges\` with \`resource\` and \`priceSats\`. Answer the payer 402 with the invoice and the macaroon.
2. The payer pays. In test mode \`POST /api/sandbox/pay\` does it for you.
3. The payer sends \`Authorization: L402 <macaroon>:<preimage>\`.
4. \`POST /api/l402/challenges/verify\` with both, the \`resource\` and \`minAmountSats\`. Serve the request if \`valid\` is true.
`;
