import { tlsField } from './wallet-kind-info.js';
import type { WalletKindInfo } from './wallet-kind-info.js';

/** What there is to know of `lnd`. */
export const lnd: WalletKindInfo = {
  kind: 'lnd',
  name: 'LND',
  custody: 'own node',
  fits: 'Your own LND, also as part of Umbrel, Start9, RaspiBlitz or Voltage.',
  steps: [
    {
      title: 'Bake a macaroon for invoices only',
      text: 'On the node. The command prints it in hex; the stock invoice.macaroon can do more and is refused.',
      code: 'lncli bakemacaroon invoices:read invoices:write',
    },
    {
      title: 'Find the address of the REST interface',
      text: 'It is set by restlisten in lnd.conf, port 8080 unless changed, and must be reachable from this instance.',
      code: 'https://node.example.com:8080',
    },
    {
      title: 'Read the fingerprint of its certificate',
      text: 'Only if the node made its certificate itself. LND renews it now and then: paste the new fingerprint then.',
      code: 'openssl x509 -in ~/.lnd/tls.cert -noout -fingerprint -sha256',
    },
  ],
  rights: ['invoices:read', 'invoices:write'],
  never:
    'No offchain, onchain, address, info:write or macaroon rights. With admin.macaroon your node could be emptied.',
  fields: [
    {
      name: 'url',
      label: 'REST address',
      description: 'With https and the port.',
      type: 'text',
      placeholder: 'https://node.example.com:8080',
    },
    {
      name: 'macaroon',
      label: 'Macaroon',
      description: 'In hex, as bakemacaroon printed it, or base64.',
      type: 'long-secret',
      placeholder: '0201036c6e64…',
    },
    tlsField,
    {
      name: 'private',
      label: 'Name private channels in invoices',
      description: 'For a node that has only private channels; else payers find no way to it.',
      type: 'flag',
      isOptional: true,
    },
    {
      name: 'nodePreimage',
      label: 'Let the node choose preimages',
      description: 'Then we cannot compute any; a lost answer may leave an invoice that nobody sees.',
      type: 'flag',
      isOptional: true,
    },
  ],
  facts: [
    'Eight calls at a time from each process; no limit a minute.',
    'Payments are noticed at once over a stream that goes on where it broke off.',
  ],
  ifRefused: 'Check that the macaroon was baked on this node and copied whole.',
};
