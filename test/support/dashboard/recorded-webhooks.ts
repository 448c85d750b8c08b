import { hashOf, minutesAgo, ok, pathParam, queryParam } from './recorded-answers.js';
import type { RecordedAnswers } from './recorded-answers.js';

const day = 24 * 60;
const webhook = (id: number, rest: object = {}) => ({
  id: `we_${hashOf(id).slice(0, 32)}`,
  url: `https://shop.example.com/hooks/turnpike-${String(id)}`,
  events: null,
  description: null,
  enabled: true,
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  createdAt: minutesAgo(id * 9 * day),
  ...rest,
});
const webhooks = [
  webhook(1, { description: 'Shop' }),
  webhook(2, {
    events: ['challenge.paid', 'challenge.settled', 'plan.changed'],
    failingSince: minutesAgo(90),
  }),
  webhook(3, { enabled: false, disabledReason: 'failing', disabledAt: minutesAgo(2 * day) }),
];
const delivery = (index: number, rest: object = {}) => ({
  id: `d_${String(index)}`,
  eventId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  type: ['challenge.paid', 'challenge.settled', 'wallet.recovered'][index % 3],
  state: 'delivered',
  attempts: 1,
  lastStatus: 200,
  lastError: null,
  nextAttemptAt: null,
  deliveredAt: minutesAgo(index * 11),
  createdAt: minutesAgo(index * 11 + 0.1),
  ...rest,
});
const deliveries = [
  delivery(0, { state: 'failed', attempts: 10, lastStatus: null, lastError: 'timeout', deliveredAt: null }),
  delivery(1, {
    state: 'failed',
    attempts: 1,
    lastStatus: 410,
    lastError: 'status',
    deliveredAt: null,
    nextAttemptAt: null,
  }),
  ...Array.from({ length: 6 }, (_one, index) => delivery(index + 2)),
];
const event = (index: number) => ({
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  type: ['challenge.paid', 'challenge.settled', 'wallet.fallback_used', 'api_key.created'][index % 4] ?? '',
  timestamp: minutesAgo(index * 13),
  data: {
    mode: 'test',
    merchantId: 42,
    paymentHash: hashOf(index),
    resource: '/api/weather/premium',
    amountSats: 100,
    settlement: 'settled',
  },
});
const events = Array.from({ length: 40 }, (_one, index) => event(index));
const secret = `whsec_${Buffer.from(hashOf(4).slice(0, 32)).toString('base64')}`;

/** What the stand-in answers about webhooks and events. With the cookie `empty=1` there are none. */
export const webhookAnswers: RecordedAnswers = {
  'GET /api/merchant/webhooks': ({ headers }) =>
    ok({ webhooks: (headers.cookie ?? '').includes('empty=1') ? [] : webhooks }),
  'POST /api/merchant/webhooks': ({ body }) => ({
    status: 201,
    body: { ...webhook(4), url: (body as { readonly url: string }).url, secret },
  }),
  'PATCH /api/merchant/webhooks/:id': (request) =>
    ok(webhooks.find(({ id }) => id === pathParam(request, 'id')) ?? webhooks[0]),
  'DELETE /api/merchant/webhooks/:id': () => ({ status: 204 }),
  'POST /api/merchant/webhooks/:id/rotate-secret': () => ok({ ...webhook(1), secret }),
  'POST /api/merchant/webhooks/:id/test': () => ({ status: 202, body: {} }),
  'GET /api/merchant/webhooks/:id/deliveries': ({ headers }) =>
    ok({ deliveries: (headers.cookie ?? '').includes('empty=1') ? [] : deliveries, nextCursor: null }),
  'GET /api/merchant/events': (request) => {
    const type = queryParam(request, 'type');
    const start = Number(queryParam(request, 'cursor') || 0);
    const fitting = (request.headers.cookie ?? '').includes('empty=1')
      ? []
      : events.filter((one) => type === '' || one.type === type);
    const end = start + Number(queryParam(request, 'limit') || 20);
    return ok({ events: fitting.slice(start, end), nextCursor: end < fitting.length ? String(end) : null });
  },
  'POST /api/merchant/events/:id/replay': () => ({ status: 202, body: {} }),
};
