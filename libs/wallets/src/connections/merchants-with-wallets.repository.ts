import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';

const NEXT = `SELECT DISTINCT merchant_id AS id FROM wallet_connection WHERE merchant_id > $1 ORDER BY 1 LIMIT 500`;

/** Goes through the merchants who have a wallet. */
@Injectable()
export class MerchantsWithWallets {
  constructor(private readonly pool: ColdPool) {}

  /** Each once, in order of their ids; those who connect one meanwhile may be among them. */
  async *all(): AsyncGenerator<MerchantId> {
    for (let after = 0; ;) {
      const { rows } = await this.pool.query<{ id: MerchantId }>({
        name: 'merchants-with-wallets',
        text: NEXT,
        values: [after],
      });
      for (const { id } of rows) yield id;
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
    }
  }
}
