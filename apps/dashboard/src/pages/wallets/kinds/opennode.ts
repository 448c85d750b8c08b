import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `opennode`. */
export const opennode: WalletKindInfo = {
  kind: 'opennode',
  name: 'OpenNode',
  custody: 'account',
  fits: 'A business account at OpenNode. Nothing to run.',
  steps: [
    {
      title: 'Open your OpenNode dashboard',
      text: 'Sign in at app.opennode.com and open “API keys”, which stands under “Developers” or “Integrations”.',
    },
    {
      title: 'Add a key with the permission “Invoices”',
      text: 'Not “Read only”, which makes no charges, and not “Withdrawals”, which could send your money away.',
    },
    { title: 'Copy the key', text: 'Paste it into the field beside this guide.' },
  ],
  rights: ['Invoices'],
  never: 'A key that is shown withdrawals is refused: whether it may also make them cannot be told apart.',
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      description: 'The “Invoices” key. A key of the development environment is of another network.',
      type: 'secret',
    },
  ],
  facts: [
    'Up to 24 new challenges a minute.',
    'Payments are noticed through a notice that is named with each charge, and looked up.',
    'OpenNode keeps no list that we could compare the books with.',
  ],
  ifRefused: 'Check that the key is an “Invoices” key of app.opennode.com, not of the development site.',
};
