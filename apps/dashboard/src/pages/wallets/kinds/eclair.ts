import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `eclair`. */
export const eclair: WalletKindInfo = {
  kind: 'eclair',
  name: 'Eclair',
  custody: 'own node',
  fits: 'Your own Eclair. It knows one password, which can do everything.',
  steps: [
    {
      title: 'Switch the API on',
      text: 'In eclair.conf, with a long password of its own, then start Eclair anew.',
      code: 'eclair.api.enabled=true\neclair.api.password=<a long password>\neclair.api.port=8080',
    },
    {
      title: 'Put it behind https',
      text: 'A proxy with a certificate that systems trust. A self-made certificate cannot be connected for this kind.',
    },
    {
      title: 'Let the proxy pass only what is needed',
      text: 'Eclair cannot restrict the password, but the proxy can restrict the paths.',
      code: '/getinfo  /createinvoice  /getinvoice  /getreceivedinfo  /ws',
    },
  ],
  rights: ['the API password'],
  never: 'Eclair has no lesser password, so whoever had ours could spend. Another kind is safer.',
  fields: [
    {
      name: 'url',
      label: 'API address',
      description: 'With https, as the proxy serves it.',
      type: 'text',
      placeholder: 'https://eclair.example.com',
    },
    { name: 'password', label: 'API password', description: 'eclair.api.password.', type: 'secret' },
  ],
  facts: [
    'Four calls at a time from each process.',
    'Payments are noticed over a web socket, and looked up.',
    'Eclair keeps no list that we could compare the books with.',
  ],
  alwaysSpends: true,
  ifRefused: 'Check the password; Eclair takes a second to refuse a wrong one.',
};
