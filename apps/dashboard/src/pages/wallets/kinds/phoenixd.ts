import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `phoenixd`. */
export const phoenixd: WalletKindInfo = {
  kind: 'phoenixd',
  name: 'phoenixd',
  custody: 'own node',
  fits: 'Your own phoenixd: a small server that manages its channel by itself. The easiest node to run.',
  steps: [
    {
      title: 'Find the limited password',
      text: 'phoenixd wrote it when it was first started. Take this one, not http-password, which can send.',
      code: 'grep http-password-limited-access ~/.phoenix/phoenix.conf',
    },
    {
      title: 'Put it behind https',
      text: 'A proxy with a certificate that systems trust, in front of port 9740.',
    },
    {
      title: 'If you like, be told of payments sooner',
      text: 'With the secret that phoenixd signs its notices with, we take them, too.',
      code: 'grep webhook-secret ~/.phoenix/phoenix.conf',
    },
  ],
  rights: ['http-password-limited-access'],
  never: 'The full password is refused: it can send payments.',
  fields: [
    {
      name: 'url',
      label: 'HTTP address',
      description: 'With https, as the proxy serves it.',
      type: 'text',
      placeholder: 'https://phoenixd.example.com',
    },
    {
      name: 'password',
      label: 'Limited password',
      description: 'http-password-limited-access.',
      type: 'secret',
    },
    {
      name: 'webhookSecret',
      label: 'Webhook secret',
      description: 'Left empty, payments are noticed over a web socket and looked up.',
      type: 'secret',
      isOptional: true,
    },
  ],
  facts: [
    'Four calls at a time from each process.',
    'The first payments pay for the channel: what arrives may be less than the invoice by that fee.',
  ],
  ifRefused: 'Check that it is the limited password of phoenix.conf, copied whole.',
};
