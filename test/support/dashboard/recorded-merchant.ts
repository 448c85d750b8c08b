import { hashOf, minutesAgo, ok, problem } from './recorded-answers.js';
import type { RecordedAnswers } from './recorded-answers.js';

const day = 24 * 60;
const none = { resources: null, challenges: null, priceSats: null, proxies: null };
const features = (maxWebhookEndpoints: number, rest: object = {}) => ({
  listingEnabled: false,
  analyticsEnabled: true,
  prioritySupport: false,
  customBrandingEnabled: false,
  maxWebhookEndpoints,
  slaUptimePercentage: 0,
  ...rest,
});

/** The plans of the stand-in. */
export const recordedPlans = [
  {
    id: 'free',
    name: 'Free',
    priceUsdCents: 0,
    priceSats: 0,
    period: null,
    trialDays: 0,
    caps: { resources: 3, challenges: 200, priceSats: 1_000, proxies: 1 },
    features: features(2),
  },
  {
    id: 'individual',
    name: 'Individual',
    priceUsdCents: 9_900,
    priceSats: 99_000,
    period: 'month',
    trialDays: 30,
    caps: none,
    features: features(20, { listingEnabled: true }),
  },
  {
    id: 'business',
    name: 'Business',
    priceUsdCents: 29_900,
    priceSats: 299_000,
    period: 'month',
    trialDays: 30,
    caps: none,
    features: features(100, { listingEnabled: true, prioritySupport: true, slaUptimePercentage: 99.9 }),
  },
];

const settings = {
  strictVerify: false,
  settlementPolicy: 'preimage',
  tokenValiditySeconds: 3_600,
  invoiceExpirySeconds: 600,
  mppEnabled: true,
  mppPreimageOnly: 'compatible',
  realm: null,
};

const members = [
  ['usr_1', 'ada@weather.example', 'Ada', 'owner', true],
  ['usr_2', 'grace@weather.example', 'Grace', 'developer', false],
  ['usr_3', 'accounting-department@weather.example', null, 'read_only', false],
].map(([userId, email, name, role, totpEnabled], index) => ({
  userId,
  email,
  name,
  role,
  totpEnabled,
  joinedAt: minutesAgo((index + 1) * 12 * day),
  lastSeenAt: index === 2 ? null : minutesAgo(index * 140 + 1),
}));
const invitation = {
  id: `inv_${hashOf(2).slice(0, 32)}`,
  email: 'new@weather.example',
  role: 'developer',
  createdAt: minutesAgo(day),
  expiresAt: minutesAgo(-6 * day),
};

/** The changes of the stand-in's log. */
export const recordedChanges = [
  [
    'settings.change',
    'member',
    'ada@weather.example',
    null,
    { strictVerify: true, tokenValiditySeconds: 7_200 },
  ],
  ['wallet.connect', 'member', 'ada@weather.example', `wal_${hashOf(1).slice(0, 32)}`, { kind: 'lnd' }],
  ['api_key.create', 'api_key', 'tp_live_exam', `key_${hashOf(2).slice(0, 32)}`, { label: 'web server' }],
  ['merchant.update', 'operator', null, null, { planTier: 'individual' }],
  ['something.new', 'system', null, null, {}],
].map(([action, kind, label, target, detail], index) => ({
  id: String(90 - index),
  at: minutesAgo(index * 200 + 4),
  mode: index % 2 === 0 ? 'test' : null,
  actor: { kind, id: kind === 'operator' ? 'admin_key' : `id_${String(index)}`, label },
  action,
  target,
  detail,
  correlationId: index % 2 === 0 ? `c0ffee00-1234-4a4a-8b8b-00000000000${String(index)}` : null,
  address: kind === 'system' ? null : '203.0.113.0/24',
}));

/** What the stand-in answers about the merchant's plan, settings, members and changes. */
export const merchantAnswers: RecordedAnswers = {
  'GET /api/plans': () => ok({ plans: recordedPlans }),
  'GET /api/merchant/subscription': () =>
    ok({ planTier: 'free', subscriptionStatus: 'active', trialEndsAt: null, currentPeriodEnd: null }),
  'POST /api/merchant/subscription': () => {
    const body = problem(402, 'Payment Required', 'Payment Required', 'Pay the invoice for a month.').body;
    const l402 = {
      macaroon: 'AgEIdHVybnBpa2UC'.repeat(8),
      invoice: `lnbc990u1p5qqqqq${'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.repeat(9)}`,
      amount_sats: 99_000,
      payment_hash: hashOf(1),
      expires_at: minutesAgo(-10),
      resource: '/api/merchant/subscription',
    };
    return { status: 402, body: { ...(body as object), l402 } };
  },
  'GET /api/merchant/usage': () =>
    ok({
      periodStart: '2030-01-01T00:00:00Z',
      periodEnd: '2030-02-01T00:00:00Z',
      challenges: 1_204,
      paidChallenges: 830,
      revenueSats: 20_750,
      resources: 5,
      proxies: 0,
      caps: recordedPlans[0]?.caps,
      capUsage: { challenges: 172, resources: 3 },
    }),
  'GET /api/merchant/settings': () => ok(settings),
  'PATCH /api/merchant/settings': ({ body }) => {
    const patch = body as Readonly<Record<string, unknown>>;
    if (Number(patch['invoiceExpirySeconds'] ?? 600) <= 3_600) return ok({ ...settings, ...patch });
    const refused = problem(400, 'validation_failed', 'Something sent is wrong', 'See errors.');
    const errors = { invoiceExpirySeconds: ['invoiceExpirySeconds must be a whole number from 120 to 3600'] };
    return { ...refused, body: { ...(refused.body as object), errors } };
  },
  'GET /api/merchant/members': () => ok({ members, invitations: [invitation] }),
  'POST /api/merchant/invitations': () => ({ status: 201, body: invitation }),
  'DELETE /api/merchant/invitations/:id': () => ({ status: 204 }),
  'PATCH /api/merchant/members/:id': () =>
    problem(409, 'last_owner', 'The last owner', 'The last owner cannot be removed or lowered.'),
  'DELETE /api/merchant/members/:id': () => ok({ apiKeysRevoked: 0, apiKeysLeft: 1 }),
  'GET /api/merchant/audit': ({ headers }) =>
    ok({ entries: (headers.cookie ?? '').includes('empty=1') ? [] : recordedChanges, nextCursor: null }),
  'GET /api/session/all': () =>
    ok({
      sessions: [
        'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1',
      ].map((userAgent, index) => ({
        id: `ses_${String(index)}`,
        current: index === 0,
        createdAt: minutesAgo(index * 300 + 20),
        lastSeenAt: minutesAgo(index * 90),
        expiresAt: minutesAgo(-500),
        address: '203.0.113.0/24',
        userAgent,
      })),
    }),
  'DELETE /api/session/all/:id': () => ({ status: 204 }),
  'GET /api/session/passkeys': ({ headers }) =>
    ok({
      passkeys: (headers.cookie ?? '').includes('empty=1')
        ? []
        : [{ id: 'pk_1', label: 'Laptop', createdAt: minutesAgo(4 * day), lastUsedAt: minutesAgo(30) }],
    }),
  'POST /api/session/password': () => ({ status: 204 }),
  'POST /api/session/totp': () =>
    ok({
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      otpauthUrl: 'otpauth://totp/Turnpike:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Turnpike',
    }),
  'POST /api/session/totp/confirm': () =>
    ok({ recoveryCodes: Array.from({ length: 10 }, (_one, index) => hashOf(index).slice(0, 10)) }),
};
