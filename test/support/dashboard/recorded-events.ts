import { PassThrough } from 'node:stream';
import { hashOf, minutesAgo, ok } from './recorded-answers.js';
import type { RecordedAnswers } from './recorded-answers.js';

const types = [
  'challenge.created',
  'challenge.paid',
  'challenge.used',
  'challenge.settled',
  'wallet.unavailable',
];

const events = Array.from({ length: 12 }, (_one, index) => ({
  id: `evt_${String(index).padStart(6, '0')}`,
  type: types[index % types.length],
  timestamp: minutesAgo(index * 3),
  data:
    index % types.length === 4
      ? { mode: 'test', walletId: 'wal_1', kind: 'lnd' }
      : {
          mode: 'test',
          paymentHash: hashOf(index),
          resource: '/api/weather/premium',
          amountSats: 25 + index,
        },
}));

const inspection = {
  format: 'v2',
  scheme: 'L402',
  location: 'turnpike',
  identifier: { hex: hashOf(1), version: 0, paymentHash: hashOf(1), tokenId: hashOf(2), text: null },
  caveats: [
    {
      text: 'path=/api/weather/premium',
      condition: 'path',
      value: '/api/weather/premium',
      known: true,
      meaning: 'Opens this resource only.',
    },
    {
      text: 'merchant_id=42',
      condition: 'merchant_id',
      value: '42',
      known: true,
      meaning: 'Sold by merchant 42.',
    },
    {
      text: 'expires=1893456000',
      condition: 'expires',
      value: '1893456000',
      known: true,
      meaning: 'Good until 1 January 2030.',
    },
    { text: 'agent = bot-7', condition: null, value: null, known: false, meaning: null },
  ],
  signature: hashOf(3),
  preimage: { present: true, matches: true },
  invoice: null,
  verdict: {
    valid: false,
    reason: 'expired',
    error: 'Token expired',
    explanation: 'Its time was over 3 hours ago.',
  },
  ours: true,
};

/** A stream that has told of one event and stays open. */
function openStream(): PassThrough {
  const stream = new PassThrough();
  const data = { mode: 'test', paymentHash: hashOf(20), resource: '/api/search', amountSats: 25 };
  const body = { type: 'challenge.paid', timestamp: minutesAgo(0), data };
  stream.write(`: hello\n\nid: evt_live\nevent: challenge.paid\ndata: ${JSON.stringify(body)}\n\n`);
  return stream;
}

/** What the stand-in answers about events, and of a pasted token. */
export const eventAnswers: RecordedAnswers = {
  'GET /api/merchant/events': () => ok({ events, nextCursor: null }),
  'GET /api/merchant/events/stream': () => ok(openStream()),
  'POST /api/merchant/inspect': () => ok(inspection),
};
