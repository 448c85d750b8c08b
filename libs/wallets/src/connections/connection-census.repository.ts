import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import type { Health } from './stored-connection.js';

/** How many secrets were sealed under one key. */
export interface SealedCount {
  /** The number of the key; 0 for what is no envelope. */
  readonly kid: number;
  readonly count: number;
}

// The second byte of an envelope is the number of its key.
const SEALED = `
SELECT CASE WHEN octet_length(sealed) >= 2 THEN get_byte(sealed, 1) ELSE 0 END AS kid, count(*)::int8::float8 AS count
FROM (
  SELECT sealed_credentials AS sealed FROM wallet_connection
  UNION ALL SELECT sealed_webhook_secret FROM wallet_connection WHERE sealed_webhook_secret IS NOT NULL
) secrets GROUP BY 1 ORDER BY 1`;

const HEALTH = `SELECT health, count(*)::int8::float8 AS count FROM wallet_connection GROUP BY health`;

/** Counts over all merchants' connections, for whoever runs the instance. */
@Injectable()
export class ConnectionCensus {
  constructor(private readonly pool: ColdPool) {}

  /** How many secrets are sealed under each key. */
  async sealedUnder(): Promise<readonly SealedCount[]> {
    return (await this.pool.query<SealedCount>({ name: 'connections-sealed-under', text: SEALED })).rows;
  }

  /** How many connections are in each state of health. */
  async health(): Promise<Readonly<Record<Health, number>>> {
    const { rows } = await this.pool.query<{ health: Health; count: number }>({
      name: 'connections-by-health',
      text: HEALTH,
    });
    const none = { ok: 0, unavailable: 0, rejected: 0, unknown: 0 };
    return { ...none, ...Object.fromEntries(rows.map(({ health, count }) => [health, count])) };
  }
}
