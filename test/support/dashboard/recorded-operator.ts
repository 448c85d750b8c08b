import { hashOf, minutesAgo, ok, pathParam, queryParam } from './recorded-answers.js';
import type { RecordedAnswers } from './recorded-answers.js';
import { recordedChanges } from './recorded-merchant.js';

const day = 24 * 60;
const merchants = Array.from({ length: 30 }, (_one, index) => ({
  merchantId: 42 + index,
  name: ['Weather Works', 'Side Project', 'Maps & Tiles', 'Papers'][index % 4] ?? '',
  email: `owner-${String(index)}@example.com`,
  planTier: ['free', 'individual', 'unlimited'][index % 3] ?? '',
  subscriptionStatus: index % 5 === 3 ? 'past_due' : 'active',
  isActive: index !== 4,
  createdAt: minutesAgo(index * 3 * day + 9),
}));
const detailOf = (id: string) => ({
  ...(merchants.find(({ merchantId }) => String(merchantId) === id) ?? merchants[0]),
  trialEndsAt: null,
  currentPeriodEnd: null,
  hasWallet: true,
  hasWebhookUrl: false,
  features: {},
});
const mails = [
  ['grace@weather.example', 'You are invited to Weather Works', 'invitation'],
  ['ada@weather.example', 'Your sign-in link', 'sign-in'],
].map(([to, subject, page], index) => ({
  id: `mail_${String(index)}`,
  to,
  subject,
  text: `Hello,\n\nopen this within 15 minutes:\nhttps://pay.example.com/dashboard/${String(page)}#token=${hashOf(index).slice(0, 43)}\n\nIf you did not ask for it, do nothing.`,
  state: 'kept',
  createdAt: minutesAgo(index * 70 + 2),
}));
const instance = {
  version: '0.1.0',
  publicUrl: 'https://pay.example.com',
  startedAt: minutesAgo(3 * day),
  roles: ['api', 'worker'],
  database: { version: '18.1', sizeBytes: 84_300_000 },
  redis: false,
  queues: {
    backend: 'postgresql',
    isReachable: true,
    waiting: { 'look-up-turns': 3, 'webhook-turns': 0, maintenance: 1 },
    failed: 2,
    oldestWaitingSeconds: 340,
    lastRuns: [
      { job: 'sweep', at: minutesAgo(0.4), nextAt: minutesAgo(-1) },
      { job: 'prune', at: minutesAgo(38), nextAt: minutesAgo(-1) },
      { job: 'reconcile', at: null, nextAt: minutesAgo(-1) },
    ],
  },
  wallets: { ok: 17, unavailable: 1, rejected: 2, unknown: 0 },
  keys: {
    master: [
      { kid: 2, current: true },
      { kid: 1, current: false },
    ],
    invoice: [{ kid: 1, current: true }],
    seal: [
      { kid: 3, current: true, sealedWith: 18, configured: true },
      { kid: 2, current: false, sealedWith: 4, configured: false },
      { kid: 1, current: false, sealedWith: 0, configured: true },
    ],
  },
  plans: [],
  mail: { transport: 'outbox' },
  settings: [
    { variable: 'PUBLIC_URL', value: 'https://pay.example.com' },
    { variable: 'MASTER_KEYS', value: 'made by npm start' },
    { variable: 'PLANS', value: 'hosted' },
    { variable: 'WALLET_ALLOW_NETWORKS', value: null },
    { variable: 'RATE_LIMIT_MINT', value: '600' },
  ],
};

/** What the stand-in answers to whoever runs the instance. */
export const operatorAnswers: RecordedAnswers = {
  'GET /api/admin/instance': () => ok(instance),
  'GET /api/admin/merchants': (request) => {
    const q = queryParam(request, 'q').toLowerCase();
    const offset = Number(queryParam(request, 'offset') || 0);
    const limit = Number(queryParam(request, 'limit') || 20);
    const found = merchants.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(q));
    return ok({ merchants: found.slice(offset, offset + limit), total: found.length, limit, offset });
  },
  'POST /api/admin/merchants': () => ({
    status: 201,
    body: {
      id: 99,
      name: 'New',
      apiKey: `tp_live_${hashOf(1).slice(0, 40)}`,
      testApiKey: `tp_test_${hashOf(2).slice(0, 40)}`,
    },
  }),
  'GET /api/admin/merchants/:id': (request) => ok(detailOf(pathParam(request, 'id'))),
  'PUT /api/admin/merchants/:id': (request) => ok(detailOf(pathParam(request, 'id'))),
  'POST /api/admin/merchants/:id/login-link': () => ({
    status: 201,
    body: {
      url: `https://pay.example.com/dashboard/sign-in#token=${hashOf(3).slice(0, 43)}`,
      expiresAt: minutesAgo(-60),
    },
  }),
  'POST /api/admin/merchants/:id/api-keys': () => ({
    status: 201,
    body: { apiKey: `tp_live_${hashOf(1).slice(0, 40)}` },
  }),
  'GET /api/admin/mails': ({ headers }) =>
    ok({ mails: (headers.cookie ?? '').includes('empty=1') ? [] : mails, nextCursor: null }),
  'GET /api/admin/audit': () =>
    ok({
      entries: recordedChanges.map((entry, index) => ({
        ...entry,
        merchantId: index === 4 ? null : 42 + index,
      })),
      nextCursor: null,
    }),
};
