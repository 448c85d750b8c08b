import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `lnurl`. */
export const lnurl: WalletKindInfo = {
  kind: 'lnurl',
  name: 'Lightning Address',
  custody: 'address',
  fits: 'Any wallet with a Lightning Address or LNURL. Nothing secret to give; good to begin with.',
  steps: [
    {
      title: 'Find your Lightning Address',
      text: 'It looks like an e-mail address. Your wallet shows it where it says “Receive”.',
      code: 'you@example.com',
    },
    {
      title: 'Paste it beside this guide',
      text: 'There is no credential: everybody may pay to an address.',
    },
  ],
  rights: ['nothing: an address is public'],
  never: 'Nothing can be spent with an address.',
  fields: [
    {
      name: 'address',
      label: 'Lightning Address or LNURL',
      description: 'name@domain, an LNURL, or the https address of one.',
      type: 'text',
      placeholder: 'you@example.com',
    },
  ],
  facts: [
    'Up to 30 new challenges a minute.',
    'Many services do not say whether an invoice was paid (LUD-21). Then the payer’s preimage is the only proof, and the settlement policy “settled” cannot be used.',
    'The service decides the smallest amount and the words on the invoice.',
  ],
  ifRefused: 'Check the address by paying a few satoshis to it from another wallet.',
};
