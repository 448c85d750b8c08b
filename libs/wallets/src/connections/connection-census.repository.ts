import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import { sealedCountSql } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';
import type { Health } from './stored-connection.js';

const SEALED = sealedCountSql(`
  SELECT sealed_credentials AS sealed FROM wallet_connection
  UNION ALL SELECT sealed_webhook_secret FROM wallet_connection`);

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
