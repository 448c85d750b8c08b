import { example } from '../schemas/example-values.js';

/** A webhook as it is answered. */
export const webhookExample = {
  id: example.webhookId,
  url: 'https://shop.example/hooks/turnpike',
  events: null,
  description: 'orders',
  enabled: true,
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  createdAt: example.createdAt,
} as const;

/** A secret of the right form that is nobody's. */
export const webhookSecretExample = 'whsec_ZXhhbXBsZU9ubHlOb3RBUmVhbFNlY3JldEV4YW1wbGU=';

/** An event as the log has it. */
export const eventExample = {
  id: example.eventId,
  type: 'challenge.paid',
  timestamp: example.paidAt,
  data: {
    mode: 'test',
    merchantId: example.merchantId,
    paymentHash: example.paymentHash,
    resource: example.resource,
    amountSats: example.amountSats,
    settlement: 'settled',
    paidAt: example.paidAt,
    payer: null,
    metadata: null,
  },
} as const;

/** A delivery that arrived. */
export const deliveryExample = {
  id: '5f0c1e7a-9b3d-4826-a1c0-e4f7d2b68395',
  eventId: example.eventId,
  type: 'challenge.paid',
  state: 'delivered',
  attempts: 1,
  lastStatus: 204,
  lastError: null,
  nextAttemptAt: null,
  deliveredAt: example.paidAt,
  createdAt: example.paidAt,
} as const;
