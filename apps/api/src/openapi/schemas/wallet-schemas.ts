import { limits } from '@turnpike/config';
import { ALERT_MATTERS, STRIKE_CURRENCIES, WALLET_KINDS } from '@turnpike/wallets';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const label: Schema = { maxLength: limits.walletLabelCharsMax };
const text = (description: string): Schema => ({ type: 'string', minLength: 1, description });
const secret = (description: string): Schema => ({ ...text(description), writeOnly: true });
const url = text('An http or https URL without query, user or password.');
const openNodeKey = secret(
  'An invoice key. One that is shown withdrawals, to read them or to make them, is refused unless `acceptSpendRisk` is true.',
);
const tls: Schema = {
  oneOf: [
    request('Which certificate to trust; absent: one that the system trusts.', ['mode'], {
      mode: { type: 'string', enum: ['system', 'pem', 'fingerprint'] },
      value: optional('string', { description: 'With `pem` and `fingerprint`: that.' }),
    }),
    { type: 'null' },
  ],
};

/** The credentials of a kind: their members, those that may be left out last. */
function credentials(
  kind: string,
  members: Readonly<Record<string, Schema>>,
  optionalOnes: Readonly<Record<string, Schema>> = {},
): Schema {
  return { ...request(`\`${kind}\``, Object.keys(members), { ...members, ...optionalOnes }), title: kind };
}

/** Schemas of merchants' wallets. */
export const walletSchemas: Readonly<Record<string, Schema>> = {
  WalletKind: { type: 'string', enum: [...WALLET_KINDS], description: 'A kind of wallet.' },
  WalletRole: {
    type: ['string', 'null'],
    enum: ['primary', 'fallback', null],
    description:
      'The primary wallet makes the invoices of live challenges; the fallback does while the primary is unavailable; `null` makes none.',
  },
  Wallet: answer('A connected wallet. Its credentials are never given out.', {
    id: { type: 'string', pattern: '^wal_[0-9a-f]{32}$', description: 'Opaque.' },
    kind: { type: 'string', description: 'A kind of wallet.' },
    label: { type: ['string', 'null'], ...label },
    role: ref('WalletRole'),
    health: {
      type: 'string',
      enum: ['ok', 'unavailable', 'rejected', 'unknown'],
      description: '`rejected`: the wallet refuses our credentials, or is not the one that was connected.',
    },
    network: { type: ['string', 'null'], description: 'As the probe found it, such as `mainnet`.' },
    warnings: {
      type: 'array',
      items: { type: 'string' },
      description:
        'Short words for what the probe found or could not show, such as `can_spend:pay_invoice`, `look_up_unproven`, `minimum_above_one_sat`, `webhook_not_registered`.',
    },
    lastCheckedAt: nullable(ref('Timestamp')),
  }),
  WalletAlert: answer('Something about a wallet that its merchant should look at.', {
    walletId: { type: 'string' },
    matter: { type: 'string', enum: [...ALERT_MATTERS], description: 'A short word for what it is.' },
    detail: { type: 'string', description: 'The same as a sentence.' },
    count: { type: 'integer', minimum: 1, description: 'About how often it was seen.' },
    firstAt: ref('Timestamp'),
    lastAt: ref('Timestamp'),
  }),
  WalletList: answer('The wallets of the merchant, the primary one first. Empty in test mode.', {
    wallets: { type: 'array', items: ref('Wallet') },
    alerts: { type: 'array', items: ref('WalletAlert'), description: 'The latest first.' },
  }),
  WalletCredentials: {
    description: 'What connects a wallet; which members it has depends on the kind.',
    anyOf: [
      credentials(
        'strike',
        {
          apiKey: secret(
            'A key that may make and read receive requests; with `quotes`, invoices and quotes.',
          ),
        },
        {
          targetCurrency: {
            type: 'string',
            enum: [...STRIKE_CURRENCIES],
            default: 'BTC',
            description: 'What the account is credited in.',
          },
          quotes: {
            type: 'boolean',
            default: false,
            description:
              'Invoices with quotes instead of receive requests; only where `targetCurrency` is BTC.',
          },
        },
      ),
      credentials('opennode', { apiKey: openNodeKey }),
      credentials(
        'lnd',
        { url, macaroon: secret('An invoice macaroon, in hex or base64.') },
        {
          tls,
          nodePreimage: optional('boolean', {
            default: false,
            description: 'The node chooses the preimages.',
          }),
          private: optional('boolean', {
            default: false,
            description: 'Invoices name private channels, as a node without public ones needs it.',
          }),
        },
      ),
      credentials(
        'cln',
        { url, rune: secret('A rune for making, listing and waiting for invoices.') },
        { tls },
      ),
      credentials('eclair', { url, password: secret('The API’s password.') }),
      credentials(
        'phoenixd',
        { url, password: secret('The limited-access password.') },
        {
          webhookSecret: optional('string', {
            writeOnly: true,
            description: 'What it signs notices with; absent: none are taken.',
          }),
        },
      ),
      credentials('nwc', { connectionString: secret('Begins with `nostr+walletconnect://`.') }),
      credentials('lnurl', { address: text('A Lightning Address or LNURL.') }),
      credentials('cashu', {
        mintUrl: url,
        pubkey: text('The merchant’s own key, to which quotes are locked.'),
      }),
    ],
  },
  WalletRequest: request('The wallet to connect.', ['kind', 'credentials'], {
    kind: ref('WalletKind'),
    label: optional('string', { minLength: 1, ...label }),
    credentials: ref('WalletCredentials'),
    role: {
      ...ref('WalletRole'),
      description: 'Absent: `primary`. Here `null` is a value and not the same as absent.',
    },
    acceptSpendRisk: optional('boolean', {
      default: false,
      description:
        'Take credentials that are found to allow more than is needed, which are refused otherwise.',
    }),
  }),
  WalletPatch: request('What to change; what is absent stays.', [], {
    label: optional('string', { ...label, description: 'An empty text takes it away.' }),
    role: {
      ...ref('WalletRole'),
      description: 'It leaves the wallet that had it. Here `null` is a value: it takes the role away.',
    },
  }),
  NwcConnectionRequest: request('A wallet over Nostr Wallet Connect.', ['nwcConnectionString'], {
    nwcConnectionString: secret('Begins with `nostr+walletconnect://`.'),
    acceptSpendRisk: optional('boolean', {
      default: false,
      description: 'Take a connection with methods beyond those that are needed, such as `pay_invoice`.',
    }),
  }),
  OpenNodeKeyRequest: request('An account at OpenNode.', ['openNodeApiKey'], {
    openNodeApiKey: openNodeKey,
    acceptSpendRisk: optional('boolean', {
      default: false,
      description: 'Take a key that is shown withdrawals.',
    }),
  }),
  PaymentProviderRequest: request('The kind of wallet to use.', ['provider'], {
    provider: ref('WalletKind'),
  }),
  Success: answer('Done.', { success: { const: true } }),
  Nothing: answer('Taken. Nothing more is said.', {}),
};
