import type { Transaction } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { NoticeMatter } from './owner-notice.js';

/** What the owners of a merchant were told of one matter on a day, and what was left out. */
export interface NoticeTally {
  /** As `2026-11-20`, in UTC. */
  readonly day: string;
  readonly told: number;
  readonly leftOut: number;
  /** What the last notice that was left out said; null if none was. */
  readonly lastLeftOut: string | null;
}

/** What was left out for the owners of one merchant. */
export interface LeftOutNotices {
  readonly merchantId: MerchantId;
  readonly matter: NoticeMatter;
  readonly day: string;
  readonly leftOut: number;
  readonly lastLeftOut: string;
}

const OWNERS = `
SELECT u.email FROM merchant_member m JOIN member_user u ON u.id = m.user_id
WHERE m.merchant_id = $1 AND m.role = 'owner' ORDER BY m.joined_at, m.user_id`;

const HOLD = `
SELECT day::text AS day, told, left_out AS "leftOut", last_left_out AS "lastLeftOut"
FROM owner_notice WHERE merchant_id = $1 AND matter = $2 FOR UPDATE`;

const PUT = `
INSERT INTO owner_notice (merchant_id, matter, day, told, left_out, last_left_out)
VALUES ($1, $2, $3::date, $4, $5, $6)
ON CONFLICT (merchant_id, matter) DO UPDATE
SET day = excluded.day, told = excluded.told, left_out = excluded.left_out, last_left_out = excluded.last_left_out`;

const TAKE_LEFT_OUT = `
WITH due AS (
  SELECT merchant_id, matter, day, left_out, last_left_out FROM owner_notice
  WHERE left_out > 0 AND day < $1::date ORDER BY day, merchant_id LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE owner_notice n SET left_out = 0, last_left_out = NULL FROM due
WHERE n.merchant_id = due.merchant_id AND n.matter = due.matter
RETURNING n.merchant_id AS "merchantId", n.matter, due.day::text AS day, due.left_out AS "leftOut",
          coalesce(due.last_left_out, '') AS "lastLeftOut"`;

/** The addresses of the owners of a merchant, who joined first first. */
export async function ownerAddresses(
  transaction: Transaction,
  merchantId: MerchantId,
): Promise<readonly string[]> {
  const statement = { name: 'owner-addresses', text: OWNERS, values: [merchantId] };
  return (await transaction.query<{ email: string }>(statement)).rows.map(({ email }) => email);
}

/** Holds what was told on the last day that had anything to tell, until the transaction ends; null if there was none. */
export async function holdTally(
  transaction: Transaction,
  merchantId: MerchantId,
  matter: NoticeMatter,
): Promise<NoticeTally | null> {
  const statement = { name: 'owner-notice-hold', text: HOLD, values: [merchantId, matter] };
  return (await transaction.query<NoticeTally>(statement)).rows[0] ?? null;
}

/** Writes it over what there was; one must be held, if there is one. */
export async function putTally(
  transaction: Transaction,
  merchantId: MerchantId,
  matter: NoticeMatter,
  { day, told, leftOut, lastLeftOut }: NoticeTally,
): Promise<void> {
  const values = [merchantId, matter, day, told, leftOut, lastLeftOut];
  await transaction.query({ name: 'owner-notice-put', text: PUT, values });
}

/** Takes what was left out before that day, of up to `max` merchants; what another process is at is left to it. */
export async function takeLeftOut(
  transaction: Transaction,
  today: string,
  max: number,
): Promise<readonly LeftOutNotices[]> {
  const statement = { name: 'owner-notices-left-out', text: TAKE_LEFT_OUT, values: [today, max] };
  return (await transaction.query<LeftOutNotices>(statement)).rows;
}
