import { ColdPool, type Transaction } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';

import { FigureIncrements } from './figure-increment.js';
import { addFigures } from './figure.repository.js';
import { utcDay } from './utc-day.js';
import type { TakenTally } from './verify-tally.js';

const ADD_REFUSALS = `
INSERT INTO refusal_figure AS f (merchant_id, mode, day, reason, count)
SELECT merchant_id, mode, $3::date, reason, count
FROM unnest($1::int4[], $2::int2[], $4::text[], $5::int8[]) AS a (merchant_id, mode, reason, count)
ORDER BY merchant_id, mode, reason
ON CONFLICT (merchant_id, mode, day, reason) DO UPDATE SET count = f.count + excluded.count`;

const ADD_TOKENS = `
INSERT INTO challenge_refusal AS r (key, reason, count, last_at)
SELECT key, reason, count, $4::timestamptz
FROM unnest($1::uuid[], $2::text[], $3::int8[]) AS a (key, reason, count)
ORDER BY key, reason
ON CONFLICT (key, reason) DO UPDATE SET count = r.count + excluded.count, last_at = greatest(r.last_at, excluded.last_at)`;

/** Writes what verify counted. */
export class TallyRepository {
  constructor(private readonly pool: ColdPool) {}

  /** All of it or nothing, on the day of `now`. */
  write({ tenants, tokens }: TakenTally, now: Date): Promise<void> {
    const day = utcDay(now);
    const increments = new FigureIncrements();
    for (const { merchantId, mode, uses } of tenants) {
      for (const [resource, { count }] of uses) {
        increments.at(merchantId, modeNumber(mode), day, resource).uses += count;
      }
    }
    const refusals = tenants.flatMap(({ merchantId, mode, refusals: ofTenant }) =>
      [...ofTenant].map(([reason, { count }]) => ({ merchantId, mode: modeNumber(mode), reason, count })),
    );
    const ofTokens = [...tokens].flatMap(([key, reasons]) =>
      [...reasons].map(([reason, { count }]) => ({ key, reason, count })),
    );
    return this.pool.withTransaction(async (transaction) => {
      await addFigures(transaction, increments.all());
      if (refusals.length > 0) await addRefusals(transaction, refusals, day);
      if (ofTokens.length > 0) await addTokens(transaction, ofTokens, now);
    });
  }
}

interface Refusals {
  readonly merchantId: number;
  readonly mode: 0 | 1;
  readonly reason: string;
  readonly count: number;
}

async function addRefusals(
  transaction: Transaction,
  refusals: readonly Refusals[],
  day: string,
): Promise<void> {
  await transaction.query({
    name: 'figures-add-refusals',
    text: ADD_REFUSALS,
    values: [
      refusals.map(({ merchantId }) => merchantId),
      refusals.map(({ mode }) => mode),
      day,
      refusals.map(({ reason }) => reason),
      refusals.map(({ count }) => count),
    ],
  });
}

async function addTokens(
  transaction: Transaction,
  tokens: readonly { readonly key: string; readonly reason: string; readonly count: number }[],
  now: Date,
): Promise<void> {
  await transaction.query({
    name: 'figures-add-tokens',
    text: ADD_TOKENS,
    values: [
      tokens.map(({ key }) => key),
      tokens.map(({ reason }) => reason),
      tokens.map(({ count }) => count),
      now,
    ],
  });
}
