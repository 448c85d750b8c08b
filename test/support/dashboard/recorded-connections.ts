import { hashOf, minutesAgo, ok, pathParam, problem } from './recorded-answers.js';
import type { RecordedAnswers } from './recorded-answers.js';

const day = 24 * 60;
const usual = ['challenges:write', 'challenges:verify', 'challenges:read'];
const key = (id: number, label: string | null, rest: object = {}) => ({
  id: `key_${hashOf(id).slice(0, 32)}`,
  label,
  mode: 'test',
  scopes: usual,
  prefix: `tp_test_${hashOf(id).slice(0, 4)}`,
  createdAt: minutesAgo(id * 3 * day),
  expiresAt: null,
  lastUsedAt: minutesAgo(id * 2),
  revokedAt: null,
  createdBy: 'usr_1',
  ...rest,
});
const newKey = { ...key(9, 'new'), lastUsedAt: null, key: `tp_test_${hashOf(3).slice(0, 40)}` };

const wallet = (id: number, kind: string, rest: object = {}) => ({
  id: `wal_${hashOf(id).slice(0, 32)}`,
  kind,
  label: null,
  role: null,
  health: 'ok',
  network: 'mainnet',
  warnings: [],
  lastCheckedAt: minutesAgo(3),
  ...rest,
});
const wallets = [
  wallet(1, 'lnd', { label: 'Shop node', role: 'primary' }),
  wallet(2, 'lnurl', {
    role: 'fallback',
    health: 'unavailable',
    warnings: ['look_up_unproven', 'minimum_above_one_sat'],
  }),
  wallet(3, 'eclair', { health: 'rejected', warnings: ['can_spend:everything'] }),
];
const alert = {
  walletId: wallets[1]?.id,
  matter: 'settlement_conflict',
  detail: 'A payer showed the right preimage of an invoice that the wallet does not call paid.',
  count: 3,
  firstAt: minutesAgo(300),
  lastAt: minutesAgo(25),
};
const isEmpty = (headers: { readonly cookie?: string | undefined }): boolean =>
  (headers.cookie ?? '').includes('empty=1');

/** What the stand-in answers about keys and wallets. With the cookie `empty=1` there are none. */
export const connectionAnswers: RecordedAnswers = {
  'GET /api/merchant/api-keys': ({ headers }) =>
    ok({
      apiKeys: isEmpty(headers)
        ? []
        : [
            key(1, 'web server'),
            key(2, 'verifier', { scopes: ['challenges:verify'], expiresAt: minutesAgo(-3 * day) }),
            key(3, null, { scopes: [...usual, 'merchant:admin'], lastUsedAt: null }),
            key(4, 'old server', { revokedAt: minutesAgo(day) }),
          ],
    }),
  'POST /api/merchant/api-keys': () => ({ status: 201, body: newKey }),
  'POST /api/merchant/api-keys/:id/rotate': () => ({ status: 201, body: newKey }),
  'DELETE /api/merchant/api-keys/:id': () => ({ status: 204 }),
  'GET /api/merchant/wallets': ({ headers }) =>
    ok(isEmpty(headers) ? { wallets: [], alerts: [] } : { wallets, alerts: [alert] }),
  'POST /api/merchant/wallets': ({ body }) => {
    const { kind, acceptSpendRisk, credentials } = body as Readonly<Record<string, unknown>>;
    const typed = JSON.stringify(credentials);
    if (typed.includes('wrong'))
      return problem(
        400,
        'wallet_credentials_invalid',
        'The wallet refused the credentials',
        'The wallet does not accept these credentials, or they lack a right that is needed.',
      );
    if (typed.includes('spend') && acceptSpendRisk !== true) {
      const refused = problem(
        400,
        'wallet_can_spend',
        'The credentials allow too much',
        'These credentials allow more than making and looking up invoices.',
      );
      return {
        ...refused,
        body: { ...(refused.body as object), permissions: ['offchain:write', 'onchain:write'] },
      };
    }
    return {
      status: 201,
      body: wallet(7, String(kind), { role: 'primary', warnings: ['webhook_not_registered'] }),
    };
  },
  'POST /api/merchant/wallets/:id/check': (request) =>
    ok(wallets.find(({ id }) => id === pathParam(request, 'id')) ?? wallets[0]),
  'PATCH /api/merchant/wallets/:id': () => ok(wallets[0]),
  'DELETE /api/merchant/wallets/:id': () =>
    problem(409, 'wallet_in_use', 'The wallet is the primary one', 'The primary wallet cannot be removed.'),
};
