import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `strike`. */
export const strike: WalletKindInfo = {
  kind: 'strike',
  name: 'Strike',
  custody: 'account',
  fits: 'An account at Strike. Nothing to run; credits bitcoin or another currency.',
  steps: [
    {
      title: 'Open the Strike dashboard',
      text: 'Sign in at dashboard.strike.me with the account that is to be credited, and open “API keys”.',
    },
    {
      title: 'Make a key of its own for Turnpike',
      text: 'Do not share a key with other software: Strike locks a key for an hour that is used too much.',
    },
    {
      title: 'Tick these permissions and no others',
      text: 'They let us make receive requests, read them, and be told of payments.',
      code: 'partner.receive-request.create\npartner.receive-request.read\npartner.webhooks.manage',
    },
    { title: 'Copy the key', text: 'Strike shows it once. Paste it into the field beside this guide.' },
  ],
  rights: ['partner.receive-request.create', 'partner.receive-request.read', 'partner.webhooks.manage'],
  never: 'No permission to quote or make payments, and none to withdraw.',
  fields: [
    { name: 'apiKey', label: 'API key', description: 'The key that Strike showed you.', type: 'secret' },
    {
      name: 'targetCurrency',
      label: 'Credit in',
      description: 'What the account is credited in. Prices stay in satoshis.',
      type: 'choice',
      choices: ['BTC', 'USD', 'EUR', 'USDT', 'GBP', 'AUD'],
      isOptional: true,
    },
    {
      name: 'quotes',
      label: 'Invoices with quotes instead of receive requests',
      description:
        'Only with BTC. Needs partner.invoice.create, .read and .quote.generate; half as many challenges, and no list to compare with.',
      type: 'flag',
      isOptional: true,
    },
  ],
  facts: [
    'Up to 42 new challenges a minute, 60 at once (half with quotes).',
    'Payments are noticed at once through Strike’s own notices, and looked up 50 at a time.',
  ],
  ifRefused: 'Check that the key is of the live environment and has all three permissions.',
};
