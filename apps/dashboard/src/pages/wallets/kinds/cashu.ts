import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `cashu`. */
export const cashu: WalletKindInfo = {
  kind: 'cashu',
  name: 'Cashu mint',
  custody: 'mint',
  fits: 'A Cashu mint that makes the invoices; you collect ecash with a key of your own.',
  steps: [
    {
      title: 'Choose a mint that you trust',
      text: 'It holds the money until you collect it, and must support locked quotes (NUT-20).',
    },
    {
      title: 'Make a key pair of your own',
      text: 'Keep the private half; give the public half here: 66 hex digits that begin with 02 or 03.',
    },
    {
      title: 'Collect what was sold',
      text: 'With your private key and the quote ids, which the export of settlements has as wallet_reference.',
    },
  ],
  rights: ['a public key: quotes are locked to it'],
  never: 'Give the public key only. With the private one we could collect your money.',
  fields: [
    {
      name: 'mintUrl',
      label: 'Mint address',
      description: 'With https.',
      type: 'text',
      placeholder: 'https://mint.example.com',
    },
    {
      name: 'pubkey',
      label: 'Your public key',
      description: 'Compressed, in hex. What is paid can be collected only with its private half.',
      type: 'text',
      placeholder: '02…',
    },
  ],
  facts: [
    'Up to 30 new challenges a minute.',
    'Payments are looked up at the mint.',
    'There is no list to compare the books with.',
  ],
  ifRefused: 'Check the address of the mint, and that it mints in sat over bolt11.',
};
