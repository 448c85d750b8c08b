import type { StatementPool } from '@turnpike/database';

/** What a merchant has made of a month. */
export interface MonthUsage {
  readonly challenges: number;
  /** Different endpoints. */
  readonly resources: number;
  /** Whether the endpoint that was asked about is among them. */
  readonly hasEndpoint: boolean;
}

// Whoever makes the row reads nothing of it yet: a statement does not see what it has itself written. A row that is there is
// not inserted again, as an insert would wait for whoever is counting in it.
const OPEN = `
WITH opened AS (
  INSERT INTO plan_usage (merchant_id, month) SELECT $1::int4, $2::date
  WHERE NOT EXISTS (SELECT 1 FROM plan_usage WHERE merchant_id = $1::int4 AND month = $2::date)
  ON CONFLICT DO NOTHING
)
SELECT challenges, cardinality(resources) AS resources, $3::uuid = ANY (resources) AS "hasEndpoint"
FROM plan_usage WHERE merchant_id = $1::int4 AND month = $2::date`;

const READ = `
SELECT challenges, cardinality(resources) AS resources, false AS "hasEndpoint"
FROM plan_usage WHERE merchant_id = $1 AND month = $2::date`;

const NOTHING: MonthUsage = Object.freeze({ challenges: 0, resources: 0, hasEndpoint: false });

/** The calendar month in UTC as rows name it: by its first day. */
export function monthOf(now: Date): string {
  return `${now.toISOString().slice(0, 7)}-01`;
}

/** Reads what of a plan's caps is used; it is counted by the statement that records challenges. */
export class PlanUsageRepository {
  constructor(private readonly pool: StatementPool) {}

  /** The month's usage, whose row is there from now on; `month` is its first day. */
  async open(merchantId: number, month: string, endpoint: string): Promise<MonthUsage> {
    const values = [merchantId, month, endpoint];
    const { rows } = await this.pool.query<MonthUsage>({ name: 'plan-usage-open', text: OPEN, values });
    return rows[0] ?? NOTHING;
  }

  /** The month's usage. */
  async read(merchantId: number, month: string): Promise<MonthUsage> {
    const values = [merchantId, month];
    const { rows } = await this.pool.query<MonthUsage>({ name: 'plan-usage-read', text: READ, values });
    return rows[0] ?? NOTHING;
  }
}
