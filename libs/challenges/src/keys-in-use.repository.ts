import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

/** The numbers of the keys that challenges still need. */
export interface KeysInUse {
  readonly master: readonly number[];
  readonly invoice: readonly number[];
}

// The first byte of a token id is the number of its master key. From both ends, as those under an old key end first.
const IN_USE = `
WITH looked_at AS (
  (SELECT token_id, invoice_kid, invoice_expires_at FROM challenge WHERE token_expires_at > $1
   ORDER BY token_expires_at LIMIT $2)
  UNION ALL
  (SELECT token_id, invoice_kid, invoice_expires_at FROM challenge WHERE token_expires_at > $1
   ORDER BY token_expires_at DESC LIMIT $2)
)
SELECT coalesce(array_agg(DISTINCT get_byte(token_id, 0)), '{}') AS master,
       coalesce(array_agg(DISTINCT invoice_kid::int4)
         FILTER (WHERE invoice_kid IS NOT NULL AND invoice_expires_at > $1), '{}') AS invoice
FROM looked_at`;

/** Says which keys are still needed by what was minted under them. */
@Injectable()
export class KeysInUseRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Of the challenges whose token is good at that moment; looks at so many that end first and so many that end last. */
  async find(now: Date, rowsMax: number): Promise<KeysInUse> {
    const { rows } = await this.pool.query<KeysInUse>({
      name: 'challenges-keys-in-use',
      text: IN_USE,
      values: [now, rowsMax],
    });
    return rows[0] ?? { master: [], invoice: [] };
  }
}
