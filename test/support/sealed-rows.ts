import { randomBytes } from 'node:crypto';
import type { ColdPool } from '@turnpike/database';
import type { Sealer } from '@turnpike/secrets';

/** What the table of a sealed thing gets. */
interface SealedRow {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** One secret of every kind that there is beside wallets: a webhook with its old secret, a second factor and a letter. */
export async function addSealedRows(pool: ColdPool, sealer: Sealer, merchantId: number): Promise<number> {
  const id = randomBytes(16).toString('hex');
  const seal = (context: string): Buffer => sealer.seal(Buffer.from('hush'), context);
  const hook = `webhook_endpoint:${String(merchantId)}:we_${id}`;
  const rows: readonly SealedRow[] = [
    {
      text: `INSERT INTO webhook_endpoint (id, merchant_id, mode, url, sealed_secret, sealed_old_secret, old_secret_until, created_at, from_legacy)
        VALUES ($1, $2, 1, 'https://hooks.example/', $3, $4, now() + interval '1 day', now(), false)`,
      values: [`we_${id}`, merchantId, seal(hook), seal(hook)],
    },
    {
      text: `INSERT INTO member_user (id, email, name, sealed_totp_secret, created_at) VALUES ($1, $2, 'Sealed', $3, now())`,
      values: [`usr_${id}`, `${id}@sealed.example`, seal(`member_user:usr_${id}:totp`)],
    },
    {
      text: `INSERT INTO mail_outbox (recipient, subject, nonce, sealed_text, created_at, next_attempt_at)
        VALUES ('a@sealed.example', 'Hello', decode($1, 'hex'), $2, now(), now())`,
      values: [id, seal(`mail_outbox:${id}:a@sealed.example`)],
    },
  ];
  for (const { text, values } of rows) await pool.query({ text, values: [...values] });
  return rows.length + 1;
}
