import {
  formatChargeRequest,
  formatPaymentChallenge,
  formatPaymentCredential,
  formatPaymentReceipt,
  type PaymentChallenge,
} from '@turnpike/http402';
import { example } from './example-values.js';

const amount = String(example.amountSats);

/** The purchase that all examples tell of, as a challenge of the `Payment` scheme. */
export const examplePayment: PaymentChallenge = {
  id: 'sIZv4KNSBG2sU-VeqFMgvlmx7oPX-PJvO1qBAnDjI5c',
  realm: 'api.example.com',
  method: 'lightning',
  intent: 'charge',
  request: formatChargeRequest({
    amount,
    currency: 'sat',
    methodDetails: { invoice: example.invoice, network: 'regtest', paymentHash: example.paymentHash },
  }),
  expires: example.invoiceExpiresAt,
  digest: null,
  opaque: null,
};

/** Its line, what a payer sends back of it, and the receipt. */
export const examplePaymentTexts = {
  challenge: formatPaymentChallenge(examplePayment, { invoice: example.invoice, amount, currency: 'sat' }),
  credential: formatPaymentCredential(examplePayment, example.preimage).slice('Payment '.length),
  receipt: formatPaymentReceipt({
    challengeId: examplePayment.id,
    method: 'lightning',
    reference: example.paymentHash,
    status: 'success',
    timestamp: example.paidAt,
  }),
} as const;
