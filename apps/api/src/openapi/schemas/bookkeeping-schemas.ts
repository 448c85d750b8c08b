import type { Schema } from '../openapi-types.js';
import { answer, ref } from './schema-parts.js';

const msat: Schema = {
  type: ['string', 'null'],
  pattern: '^[0-9]+$',
  description: 'Whole millisatoshis, as text.',
};

/** Schemas of what a merchant's accounts need. */
export const bookkeepingSchemas: Readonly<Record<string, Schema>> = {
  Difference: answer('One payment on which the wallet and our ledger differ.', {
    difference: {
      type: 'string',
      enum: ['settled_at_wallet_only', 'settled_here_only', 'amount_differs'],
      description: 'What the wallet has received and we do not know is looked up at once.',
    },
    paymentHash: ref('PaymentHash'),
    walletMsat: msat,
    ourMsat: msat,
  }),
  WalletComparison: answer('What the comparison with one wallet has shown.', {
    walletId: { type: 'string' },
    kind: { type: 'string', description: 'A kind of wallet.' },
    outcome: {
      type: 'string',
      enum: ['compared', 'incomplete', 'no_list', 'unavailable'],
      description:
        '`no_list`: the wallet keeps none; `unavailable`: it gave no answer; `incomplete`: there was more than could be read in time.',
    },
    payments: { type: 'integer', minimum: 0, description: 'Payments in its list that are ours.' },
    foreignPayments: { type: 'integer', minimum: 0, description: 'Payments in its list that are not.' },
    differences: { type: 'array', items: ref('Difference') },
  }),
  Reconciliation: answer('The comparison of a period.', {
    from: ref('Timestamp'),
    to: ref('Timestamp'),
    wallets: { type: 'array', items: ref('WalletComparison') },
  }),
};
