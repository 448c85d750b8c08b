import { tlsField } from './wallet-kind-info.js';
import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `cln`. */
export const cln: WalletKindInfo = {
  kind: 'cln',
  name: 'Core Lightning',
  custody: 'own node',
  fits: 'Your own Core Lightning, 23.08 or later, with clnrest.',
  steps: [
    {
      title: 'Make a rune for invoices only',
      text: 'On the node. Copy the text after "rune".',
      code: `lightning-cli createrune restrictions='[["method=invoice","method=listinvoices","method=waitanyinvoice"],["rate=600"]]'`,
    },
    {
      title: 'Switch clnrest on',
      text: 'In the config file of lightningd, then start it anew. The port must be reachable from this instance.',
      code: 'clnrest-port=3010\nclnrest-host=0.0.0.0',
    },
    {
      title: 'Read the fingerprint of its certificate',
      text: 'clnrest makes one itself beside the node’s data.',
      code: 'openssl x509 -in ~/.lightning/bitcoin/server.pem -noout -fingerprint -sha256',
    },
  ],
  rights: ['invoice', 'listinvoices', 'waitanyinvoice'],
  never: 'A rune without restrictions is refused: it can pay and close channels.',
  fields: [
    {
      name: 'url',
      label: 'clnrest address',
      description: 'With https and the port.',
      type: 'text',
      placeholder: 'https://node.example.com:3010',
    },
    { name: 'rune', label: 'Rune', description: 'As createrune printed it.', type: 'long-secret' },
    tlsField,
  ],
  facts: [
    'Up to 200 new challenges a minute, within the 600 calls that the rune allows.',
    'Payments are noticed at once over a long poll that goes on where it broke off.',
  ],
  ifRefused: 'Check that the rune was copied whole and has not been blacklisted.',
};
