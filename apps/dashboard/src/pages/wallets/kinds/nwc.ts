import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `nwc`. */
export const nwc: WalletKindInfo = {
  kind: 'nwc',
  name: 'Nostr Wallet Connect',
  custody: 'connection',
  fits: 'Alby Hub, Zeus, coinos, Primal, Rizful and other wallets that give NWC connections.',
  steps: [
    {
      title: 'Add a connection in your wallet',
      text: 'In Alby Hub: Apps, then “Connect a new app”, then “Custom”. Elsewhere look for “Nostr Wallet Connect” or “NWC”.',
    },
    {
      title: 'Grant these permissions',
      text: 'Receive, look up invoices, transaction history, node info and notifications. An isolated balance is fine.',
      code: 'make_invoice  lookup_invoice  list_transactions  get_info  notifications',
    },
    {
      title: 'Take “send payments” away',
      text: 'A budget of zero is not enough: with pay_invoice the connection is refused.',
    },
    { title: 'Copy the connection secret', text: 'It begins with nostr+walletconnect://. It is shown once.' },
  ],
  rights: ['make_invoice', 'lookup_invoice', 'list_transactions', 'get_info', 'notifications'],
  never: 'No pay_invoice, pay_keysend or other method that sends.',
  fields: [
    {
      name: 'connectionString',
      label: 'Connection secret',
      description: 'The whole line that the wallet shows, also as a QR code.',
      type: 'long-secret',
      placeholder: 'nostr+walletconnect://…?relay=wss://…&secret=…',
    },
  ],
  facts: [
    'Up to 24 new challenges a minute.',
    'Payments are noticed over the relay, and looked up. The wallet must be online.',
  ],
  ifRefused: 'Check that the connection still exists in your wallet and its relay can be reached.',
};
