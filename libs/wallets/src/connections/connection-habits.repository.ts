import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';

const FIND = `
SELECT c.kind, s.alive_until AS "aliveUntil" FROM wallet_connection c
LEFT JOIN wallet_stream s ON s.connection_id = c.id AND s.lease_until > now()
WHERE c.merchant_id = $1 AND c.id = $2`;

/** Reads what decides how a connection is followed. */
@Injectable()
export class ConnectionHabitsRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Its kind, and until when its stream counts as alive; null if there is no such connection. */
  async find(
    merchantId: MerchantId,
    connectionId: string,
  ): Promise<{ readonly kind: string; readonly aliveUntil: Date | null } | null> {
    const statement = { name: 'wallet-connection-habits', text: FIND, values: [merchantId, connectionId] };
    const { rows } = await this.pool.query<{ kind: string; aliveUntil: Date | null }>(statement);
    return rows[0] ?? null;
  }
}
