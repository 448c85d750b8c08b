import type { FastifyRequest } from 'fastify';
import { hashOf, minutesAgo, ok, pathParam, problem, queryParam } from './recorded-answers.js';
import type { RecordedAnswers } from './recorded-answers.js';

const resources = [
  '/api/weather/premium',
  '/api/search',
  '/v1/images/{id}',
  '/reports/2030-q1.pdf',
  '/ai/complete',
];
const invoice = `lnbcrt1u1p5qqqqq${'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.repeat(9)}`;

const total = (days: readonly Day[]) =>
  days.reduce(
    (sum, { challenges, paidChallenges, usedChallenges, revenueSats, uses }) => ({
      challenges: sum.challenges + challenges,
      paidChallenges: sum.paidChallenges + paidChallenges,
      usedChallenges: sum.usedChallenges + usedChallenges,
      revenueSats: sum.revenueSats + revenueSats,
      uses: sum.uses + uses,
    }),
    { challenges: 0, paidChallenges: 0, usedChallenges: 0, revenueSats: 0, uses: 0 },
  );

interface Day {
  readonly day: string;
  readonly challenges: number;
  readonly paidChallenges: number;
  readonly usedChallenges: number;
  readonly revenueSats: number;
  readonly uses: number;
}

function daysBetween(from: string, to: string): Day[] {
  const first = Date.parse(`${from}T00:00:00Z`);
  const count = Math.round((Date.parse(`${to}T00:00:00Z`) - first) / 86_400_000) + 1;
  return Array.from({ length: count }, (_one, index) => {
    const wave = 1 + 0.45 * Math.sin(index / 3.1) + (index / count) * 0.8;
    const challenges = Math.round(180 * wave + ((index * 37) % 41));
    const paidChallenges = Math.round(challenges * (0.62 + 0.1 * Math.sin(index)));
    return {
      day: new Date(first + index * 86_400_000).toISOString().slice(0, 10),
      challenges,
      paidChallenges,
      usedChallenges: Math.round(paidChallenges * 0.94),
      revenueSats: paidChallenges * 25,
      uses: Math.round(paidChallenges * 2.7),
    };
  });
}

function overview(request: FastifyRequest) {
  const from = queryParam(request, 'from');
  const to = queryParam(request, 'to');
  const days = daysBetween(from, to);
  const totals = total(days);
  const previous = total(
    days.map((day) => ({ ...day, revenueSats: day.revenueSats * 0.82, uses: day.uses * 1.05 })),
  );
  return {
    from,
    to,
    asOf: minutesAgo(0.2),
    totals,
    previous,
    days,
    resources: resources.map((resource, index) => ({
      resource,
      challenges: 1_900 - index * 350,
      paidChallenges: 1_240 - index * 240,
      revenueSats: 48_000 - index * 9_100,
      uses: 3_400 - index * 600,
    })),
    refusals: [
      { reason: 'expired', count: 214 },
      { reason: 'invalid_preimage', count: 121 },
      { reason: 'wrong_resource', count: 66 },
      { reason: 'used_up', count: 18 },
      { reason: 'revoked', count: 2 },
    ],
  };
}

function challengeAt(index: number) {
  const status = index % 4 === 1 ? 'unpaid' : index % 7 === 3 ? 'expired' : 'paid';
  const paid = status === 'paid';
  return {
    paymentHash: hashOf(index),
    resource: resources[index % resources.length],
    amountSats: [100, 25, 1_500, 21_000, 10][index % 5],
    status,
    createdAt: minutesAgo(index * 7 + 1),
    paidAt: paid ? minutesAgo(index * 7 + 0.4) : null,
    expiresAt: minutesAgo(index * 7 - 9),
    idempotencyKey: null,
    tokenExpiresAt: minutesAgo(index * 7 - 59),
    settlement: paid ? 'settled' : status === 'unpaid' ? 'open' : index % 2 === 0 ? 'unknown' : 'expired',
    revokedAt: index === 6 ? minutesAgo(2) : null,
    uses: paid ? index % 4 : 0,
    maxUses: index % 3 === 0 ? 3 : null,
    payer: index % 2 === 0 ? `customer-${index}` : null,
    metadata: index % 3 === 0 ? { order: `A-${1_000 + index}`, tier: 'gold' } : null,
  };
}

const challenges = Array.from({ length: 60 }, (_one, index) => challengeAt(index));

function listed(request: FastifyRequest) {
  const status = queryParam(request, 'status');
  const q = queryParam(request, 'q');
  const resource = queryParam(request, 'resource');
  const fitting = challenges.filter(
    (one) =>
      (status === '' || one.status === status) &&
      (resource === '' || one.resource === resource) &&
      (q === '' || one.paymentHash.startsWith(q) || (one.resource ?? '').includes(q)),
  );
  const start = Number(queryParam(request, 'cursor') || 0);
  const limit = Number(queryParam(request, 'limit') || 20);
  const end = start + limit;
  return { challenges: fitting.slice(start, end), nextCursor: end < fitting.length ? String(end) : null };
}

const timeline = [
  { at: minutesAgo(9), kind: 'minted', detail: { amountSats: 100, wallet: 'sandbox' } },
  { at: minutesAgo(8.4), kind: 'refused', detail: { reason: 'invalid_preimage', count: 3 } },
  { at: minutesAgo(8), kind: 'paid', detail: {} },
  { at: minutesAgo(7.9), kind: 'first_used', detail: {} },
  { at: minutesAgo(7.8), kind: 'settled', detail: { via: 'lightning' } },
  { at: minutesAgo(7), kind: 'use_reserved', detail: { requestId: 'req-81' } },
  { at: minutesAgo(6.9), kind: 'use_released', detail: { requestId: 'req-81' } },
  { at: minutesAgo(2), kind: 'refused', detail: { reason: 'wrong_resource', count: 1 } },
];

const uses = [
  { state: 'released', requestId: 'req-81' },
  { state: 'committed', requestId: null },
].map((one, index) => ({
  useId: `use_${String(index + 1).padStart(8, '0')}`,
  resource: resources[0],
  createdAt: minutesAgo(7 - index),
  decidedAt: minutesAgo(6.9 - index),
  ...one,
}));

const known = (request: FastifyRequest) =>
  challenges.find(({ paymentHash }) => paymentHash === pathParam(request, 'paymentHash'));

/** What the stand-in answers about what was sold. */
export const salesAnswers: RecordedAnswers = {
  'GET /api/merchant/overview': (request) => ok(overview(request)),
  'GET /api/merchant/challenges': (request) => ok(listed(request)),
  'GET /api/l402/challenges/:paymentHash': (request) => {
    const found = known(request);
    if (found === undefined)
      return problem(404, 'not_found', 'Not found', 'There is no such challenge in this mode.');
    return ok({ ...found, invoice, description: 'One hour of premium weather' });
  },
  'GET /api/merchant/challenges/:paymentHash/timeline': () => ok({ entries: timeline }),
  'GET /api/l402/challenges/:paymentHash/uses': () => ok({ uses }),
  'POST /api/l402/challenges/:paymentHash/revoke': (request) =>
    ok({ ...known(request), revokedAt: minutesAgo(0) }),
  'POST /api/l402/challenges': () =>
    ok({
      ...challengeAt(1),
      invoice,
      macaroon: 'AgEIdHVybnBpa2UC'.repeat(12),
      priceSats: 100,
      mppChallenge: null,
    }),
  'POST /api/sandbox/pay': () => ok({ preimage: hashOf(5), paymentHash: hashOf(1), paidAt: minutesAgo(0) }),
  'POST /api/l402/challenges/verify': () =>
    ok({ valid: true, error: null, reason: null, usesRemaining: null, paymentHash: hashOf(1) }),
};
