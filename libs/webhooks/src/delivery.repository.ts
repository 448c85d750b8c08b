import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import { DISABLED_EVENT_TYPE } from '@turnpike/events';
import { modeFromNumber, parseMerchantId } from '@turnpike/l402';
import type { MerchantId, Mode } from '@turnpike/l402';
import { GONE_STATUS } from './delivery-outcome.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { DISABLE_AND_TELL, END_STRANDED, TAKE_DUE } from './delivery.sql.js';
import { webhookBounds } from './webhook-bounds.js';

/** A delivery that this process has taken, with all that sending it needs. */
export interface TakenDelivery {
  readonly id: string;
  readonly merchantId: MerchantId;
  readonly mode: Mode;
  readonly endpointId: string;
  readonly url: string;
  readonly sealedSecret: Buffer;
  readonly sealedOldSecret: Buffer | null;
  readonly oldSecretUntil: Date | null;
  /** Whether nothing has arrived there of late. */
  readonly isTroubled: boolean;
  readonly eventId: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
  /** This one included; goes with its record. */
  readonly attempts: number;
}

interface TakenRow extends Omit<TakenDelivery, 'merchantId' | 'mode'> {
  readonly merchantId: number;
  readonly mode: number;
}

/** What there is to do. */
export interface DeliveryGlance {
  /** Whether some endpoint may get events. */
  readonly hasEndpoints: boolean;
  /** Whether something is on its way, due or not. */
  readonly hasPending: boolean;
}

const GLANCE = `
SELECT EXISTS (SELECT 1 FROM webhook_endpoint WHERE enabled) AS "hasEndpoints",
       EXISTS (SELECT 1 FROM webhook_delivery WHERE state = 0) AS "hasPending"`;

// One process takes at a time, so that the bounds over all of them hold.
const HOLD = `SELECT pg_try_advisory_xact_lock(hashtextextended('webhook_delivery', 0)) AS held`;

const ARRIVED = `
WITH arrived AS (
  UPDATE webhook_delivery SET state = 1, delivered_at = $2, last_status = $3, last_error = NULL, next_attempt_at = NULL,
    taken_until = NULL
  WHERE id = $1 AND state <> 1 RETURNING endpoint_id
)
UPDATE webhook_endpoint e SET failing_since = NULL FROM arrived
WHERE e.id = arrived.endpoint_id AND e.failing_since IS NOT NULL`;

// Who was given up for dead by the next taker changes nothing any more.
const FAILED = `
WITH failed AS (
  UPDATE webhook_delivery SET state = CASE WHEN $3::timestamptz IS NULL THEN 2 ELSE 0 END, next_attempt_at = $3,
    taken_until = NULL, last_status = $4, last_error = $5
  WHERE id = $1 AND attempts = $2 AND state = 0 RETURNING endpoint_id
), ${DISABLE_AND_TELL}
SELECT reason FROM ended`;

/** Takes what is due and records what became of it. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Whether there is anything to do. */
  async glance(): Promise<DeliveryGlance> {
    const { rows } = await this.pool.query<DeliveryGlance>({ name: 'webhook-delivery-glance', text: GLANCE });
    return rows[0] ?? { hasEndpoints: false, hasPending: false };
  }

  /**
   * Takes up to `limit` of what is due, of these up to `troubledLimit` for endpoints that failed last time; every endpoint's
   * oldest first, and of no endpoint or merchant more than may be under way. Nothing while another process takes.
   */
  async take(now: Date, limit: number, troubledLimit: number): Promise<TakenDelivery[]> {
    return this.pool.withTransaction(async (transaction) => {
      const { rows: held } = await transaction.query<{ held: boolean }>({
        name: 'webhook-delivery-hold',
        text: HOLD,
      });
      if (held[0]?.held !== true) return [];
      const { perEndpointMax, perMerchantMax, takenSeconds } = webhookBounds;
      const { rows } = await transaction.query<TakenRow>({
        name: 'webhook-delivery-take',
        text: TAKE_DUE,
        values: [now, perEndpointMax, perMerchantMax, limit, troubledLimit, takenSeconds],
      });
      return rows.flatMap(takenDelivery);
    });
  }

  /** Ends some of what is on its way to endpoints that are gone or disabled; returns how many. */
  async endStranded(): Promise<number> {
    const values = [webhookBounds.endedBatchMax];
    const statement = { name: 'webhook-delivery-end-stranded', text: END_STRANDED, values };
    return (await this.pool.query(statement)).rowCount ?? 0;
  }

  /** It arrived, whoever else has taken it meanwhile. */
  async arrived(id: string, status: number, now: Date): Promise<void> {
    const values = [id, now, status];
    await this.pool.query({ name: 'webhook-delivery-arrived', text: ARRIVED, values });
  }

  /**
   * It did not arrive: due again at that time, or given up if that is null. Disables the endpoint, and tells it in the same
   * transaction, where it wants nothing any more or nothing has arrived for too long; returns why, else null.
   */
  async failed(
    { id, attempts }: Pick<TakenDelivery, 'id' | 'attempts'>,
    { status, error }: DeliveryOutcome,
    retryAt: Date | null,
    now: Date,
  ): Promise<string | null> {
    const givenUp = new Date(now.getTime() - webhookBounds.failingSeconds * 1000);
    const { rows } = await this.pool.query<{ reason: string }>({
      name: 'webhook-delivery-failed',
      text: FAILED,
      values: [
        id,
        attempts,
        retryAt,
        status,
        error,
        now,
        status === GONE_STATUS,
        givenUp,
        DISABLED_EVENT_TYPE,
      ],
    });
    return rows[0]?.reason ?? null;
  }
}

function takenDelivery(row: TakenRow): TakenDelivery[] {
  const merchantId = parseMerchantId(row.merchantId);
  return merchantId === null ? [] : [{ ...row, merchantId, mode: modeFromNumber(row.mode) }];
}
