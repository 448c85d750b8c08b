import { limits } from '@turnpike/config';
import { ValidationFailed } from '@turnpike/problems';
import { jsonResponse, keyWith } from '../json-responses.js';
import type { Parameter, Paths } from '../openapi-types.js';
import { always, keyRefused, problemResponses } from '../problem-responses.js';
import { everyAnswer, rateLimitHeaders } from '../response-headers.js';
import { example } from '../schemas/example-values.js';
import { ref } from '../schemas/schema-parts.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');
const badPeriod = new ValidationFailed({ from: ['from must be before to'] });

/** The period that is asked for. */
function period(daysDefault: number, daysMax: number): readonly Parameter[] {
  const time = ref('Timestamp');
  return [
    {
      name: 'from',
      in: 'query',
      required: false,
      description: `The first moment; absent: ${daysDefault} days before \`to\`. At most ${daysMax} days before it.`,
      schema: time,
    },
    { name: 'to', in: 'query', required: false, description: 'The end; absent: now.', schema: time },
  ];
}

const missed = {
  difference: 'settled_at_wallet_only',
  paymentHash: example.paymentHash,
  walletMsat: '100000',
  ourMsat: null,
};

const compared = {
  walletId: example.walletId,
  kind: 'lnd',
  outcome: 'compared',
  payments: 12,
  foreignPayments: 3,
  differences: [missed],
};

const csv = [
  'settled_at,payment_hash,resource,price_sats,received_msat,via,created_at,paid_at,late,wallet_id,payer,wallet_reference',
  `2026-12-01T10:00:07.000Z,${example.paymentHash},/weather,100,100000,lightning,2026-12-01T10:00:00.000Z,2026-12-01T10:00:07.000Z,no,${example.walletId},,${example.paymentHash}`,
].join('\r\n');

/** What a merchant's accounts need. */
export const bookkeepingPaths: Paths = {
  '/api/merchant/reconciliation': {
    get: {
      operationId: 'reconcile',
      tags: ['Wallets'],
      summary: 'Compare with the wallets',
      description: `Our ledger against the list of every wallet that keeps one, now, with every difference by name; over ${limits.reconciliationDaysMax} days at most. While one of a merchant’s comparisons is under way another may be answered 429. Test mode compares nothing.`,
      security,
      parameters: period(1, limits.reconciliationDaysMax),
      responses: {
        '200': jsonResponse('The comparison.', 'Reconciliation', {
          differs: { from: '2026-12-01T00:00:00.000Z', to: '2026-12-02T00:00:00.000Z', wallets: [compared] },
        }),
        ...problemResponses(badPeriod, ...refused, ...always),
      },
    },
  },
  '/api/merchant/settlements.csv': {
    get: {
      operationId: 'exportSettlements',
      tags: ['Wallets'],
      summary: 'Export settlements',
      description: `Everything that was found settled in a period of ${limits.exportDaysMax} days at most, the earliest first (RFC 4180, UTF-8). \`wallet_reference\` is the wallet’s own name for the invoice, such as the id of a Cashu mint’s quote.`,
      security,
      parameters: period(limits.reconciliationDaysMax, limits.exportDaysMax),
      responses: {
        '200': {
          description: 'The settlements.',
          headers: { ...everyAnswer, ...rateLimitHeaders },
          content: { 'text/csv': { schema: { type: 'string' }, examples: { one: { value: csv } } } },
        },
        ...problemResponses(badPeriod, ...refused, ...always),
      },
    },
  },
};
