import { minutesAgo, ok, problem } from './recorded-answers.js';
import type { RecordedAnswers } from './recorded-answers.js';

/** The session of the recorded owner, who also runs the instance. */
export const recordedSession = {
  expiresAt: new Date(Date.now() + 12 * 3_600_000).toISOString(),
  merchantId: 42,
  role: 'owner',
  mode: null,
  member: {
    userId: 'usr_1',
    email: 'ada@weather.example',
    name: 'Ada',
    hasPassword: true,
    totpEnabled: false,
    passkeys: 0,
  },
  merchants: [
    { merchantId: 42, name: 'Weather Works', role: 'owner' },
    { merchantId: 43, name: 'Side Project', role: 'developer' },
  ],
  operator: true,
};

const steps = [
  ['Create your account', true, true],
  ['Connect a wallet', false, true],
  ['Make a live key', false, true],
  ['Mint your first challenge', true, true],
  ['Receive your first payment', false, true],
  ['Add a webhook', false, false],
  ['Publish a proxy', false, false],
].map(([title, isCompleted, isRequired], index) => ({
  stepNumber: index + 1,
  title,
  isCompleted,
  isRequired,
}));

/** What the stand-in answers about session and account. */
export const accountAnswers: RecordedAnswers = {
  'GET /api/session': (request) =>
    (request.headers.cookie ?? '').includes('signed-out=1')
      ? problem(401, 'missing_session', 'No session', 'Sign in first.')
      : ok(recordedSession),
  'POST /api/session': () =>
    problem(401, 'invalid_credentials', 'Wrong email or password', 'The email or the password is wrong.'),
  'DELETE /api/session': () => ({ status: 204 }),
  'POST /api/session/link': () => ({ status: 202 }),
  'GET /api/instance': () =>
    ok({
      name: 'Turnpike',
      version: '0.1.0',
      signup: { free: true, l402: true, l402PriceSats: 100 },
      mail: 'outbox',
      publicUrl: 'http://localhost:4020',
      plansOffered: true,
    }),
  'GET /api/merchant/me': () =>
    ok({
      merchantId: 42,
      name: 'Weather Works',
      email: 'ada@weather.example',
      planTier: 'free',
      subscriptionStatus: 'active',
      isActive: true,
      createdAt: minutesAgo(60 * 24 * 12),
      paymentProvider: null,
    }),
  'GET /api/merchant/quickstart': () =>
    ok({
      merchantId: 42,
      merchantName: 'Weather Works',
      completedSteps: 2,
      totalSteps: 7,
      requiredStepsCompleted: 2,
      requiredStepsTotal: 5,
      isReadyForProduction: false,
      steps,
    }),
};
