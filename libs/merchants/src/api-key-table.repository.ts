import { Injectable } from '@nestjs/common';
import { Prisma, PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import { modeFromNumber, modeNumber } from '@turnpike/l402';
import type { MerchantId, Mode, Tenant } from '@turnpike/l402';
import type { ApiKeyRecord } from './api-key.js';
import { knownScopes } from './scope.js';
import type { Scope } from './scope.js';

interface Row extends Omit<ApiKeyRecord, 'mode' | 'scopes'> {
  readonly mode: number;
  readonly scopes: string[] | null;
}

function recordOf(row: Row): ApiKeyRecord {
  return { ...row, mode: modeFromNumber(row.mode), scopes: knownScopes(row.scopes ?? []) };
}

/** The keys as their owner manages them: the list, and transactions for the functions below. */
@Injectable()
export class ApiKeyTable {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** The keys of a tenant, newest first; beyond `max` those go first that do not work any more, oldest first. */
  async list(tenant: Tenant, now: Date, max: number): Promise<readonly ApiKeyRecord[]> {
    const rows = await this.prisma.$queryRaw<Row[]>`
      SELECT id, label, mode, scopes, prefix, created_at AS "createdAt", expires_at AS "expiresAt",
             last_used_at AS "lastUsedAt", revoked_at AS "revokedAt", created_by AS "createdBy"
      FROM (
        SELECT * FROM api_key
        WHERE merchant_id = ${tenant.merchantId} AND mode = ${modeNumber(tenant.mode)}
        ORDER BY (revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})) DESC, created_at DESC, id
        LIMIT ${max}
      ) listed
      ORDER BY created_at DESC, id`;
    return rows.map(recordOf);
  }
}

/**
 * Holds a merchant's row until the transaction ends, so that its keys are made one after another and can be counted.
 * False if there is no such merchant.
 */
export async function holdMerchant(tx: TransactionClient, merchantId: MerchantId): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM merchant WHERE id = ${merchantId}::int8 FOR NO KEY UPDATE`;
  return rows.length === 1;
}

/** How many keys of a merchant work, in both modes; of those with this id, if one is given. */
export async function countWorkingKeys(
  tx: TransactionClient,
  merchantId: MerchantId,
  now: Date,
  id?: string,
): Promise<number> {
  const working = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  return tx.apiKey.count({ where: { merchantId, ...working, ...(id !== undefined && { id }) } });
}

/** Adds a key; of its secret only the SHA-256. */
export async function insertKey(
  tx: TransactionClient,
  merchantId: MerchantId,
  record: ApiKeyRecord,
  secretHash: Buffer,
): Promise<void> {
  const { id, label, prefix, createdAt, expiresAt, createdBy } = record;
  await tx.apiKey.create({
    data: {
      id,
      merchantId,
      mode: modeNumber(record.mode),
      label,
      scopes: [...record.scopes],
      prefix,
      secretHash: new Uint8Array(secretHash),
      createdAt,
      expiresAt,
      createdBy,
    },
    select: { id: true },
  });
}

/** Whether the tenant has a key of this id, working or not. */
export async function keyExists(tx: TransactionClient, tenant: Tenant, id: string): Promise<boolean> {
  const where = { id, merchantId: tenant.merchantId, mode: modeNumber(tenant.mode) };
  return (await tx.apiKey.count({ where })) === 1;
}

/**
 * Lets a working key end at `endsAt`, or earlier if it would end earlier anyway. Null if the tenant has no such key
 * or it does not work any more.
 */
export async function endKey(
  tx: TransactionClient,
  tenant: Tenant,
  id: string,
  times: { readonly now: Date; readonly endsAt: Date },
): Promise<ApiKeyRecord | null> {
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE api_key SET expires_at = least(expires_at, ${times.endsAt})
    WHERE id = ${id} AND merchant_id = ${tenant.merchantId} AND mode = ${modeNumber(tenant.mode)}
      AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${times.now})
    RETURNING id, label, mode, scopes, prefix, created_at AS "createdAt", expires_at AS "expiresAt",
              last_used_at AS "lastUsedAt", revoked_at AS "revokedAt", created_by AS "createdBy"`;
  return rows[0] === undefined ? null : recordOf(rows[0]);
}

/** Which keys of a merchant: those in these modes, with this id, made by them, with a scope beyond these; all without any. */
export interface KeyChoice {
  readonly modes?: readonly Mode[];
  readonly id?: string;
  readonly createdBy?: string;
  readonly beyond?: readonly Scope[];
}

/**
 * Revokes the keys of a merchant that are meant and not revoked yet. Gives those that it revoked itself. Rows are locked in the
 * order of their ids, as the writer of last uses does.
 */
export async function revokeKeys(
  tx: TransactionClient,
  merchantId: MerchantId,
  which: KeyChoice,
  now: Date,
): Promise<readonly ApiKeyRecord[]> {
  const numbers = (which.modes ?? ['test', 'live']).map(modeNumber);
  const [id, createdBy] = [which.id ?? null, which.createdBy ?? null];
  const beyond = which.beyond === undefined ? null : [...which.beyond];
  const rows = await tx.$queryRaw<Row[]>`
    WITH RECURSIVE ${madeBy(merchantId, createdBy)}, held AS (
      SELECT id FROM api_key
      WHERE merchant_id = ${merchantId} AND mode = ANY(${numbers}::int2[]) AND revoked_at IS NULL
        AND (${id}::text IS NULL OR id = ${id}::text)
        AND (${createdBy}::text IS NULL OR id IN (SELECT id FROM made))
        AND (${beyond}::text[] IS NULL OR NOT scopes <@ ${beyond}::text[])
      ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE api_key k SET revoked_at = ${now}
    FROM held
    WHERE k.id = held.id AND k.revoked_at IS NULL
    RETURNING k.id, k.label, k.mode, k.scopes, k.prefix, k.created_at AS "createdAt", k.expires_at AS "expiresAt",
              k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt", k.created_by AS "createdBy"`;
  return rows.map(recordOf);
}

/** The keys that somebody has made, those that these have made, and so on. */
function madeBy(merchantId: MerchantId, createdBy: string | null): Prisma.Sql {
  return Prisma.sql`made (id) AS (
      SELECT id FROM api_key WHERE merchant_id = ${merchantId} AND created_by = ${createdBy}
      UNION SELECT k.id FROM api_key k JOIN made m ON k.created_by = m.id WHERE k.merchant_id = ${merchantId}
    )`;
}

/** How many of these keys of a merchant work and have not been used, as far as that is written. */
export function countUnusedKeys(
  tx: TransactionClient,
  merchantId: MerchantId,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  const working = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  return tx.apiKey.count({ where: { merchantId, id: { in: [...ids] }, lastUsedAt: null, ...working } });
}

/** How many working keys of a merchant somebody has made that hold a scope beyond these. */
export async function countWorkingKeysBy(
  tx: TransactionClient,
  merchantId: MerchantId,
  { createdBy, beyond }: { readonly createdBy: string; readonly beyond: readonly Scope[] },
  now: Date,
): Promise<number> {
  const rows = await tx.$queryRaw<{ n: number }[]>`
    WITH RECURSIVE ${madeBy(merchantId, createdBy)}
    SELECT count(*)::int4 AS n FROM api_key
    WHERE merchant_id = ${merchantId} AND id IN (SELECT id FROM made) AND NOT scopes <@ ${[...beyond]}::text[]
      AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`;
  return rows[0]?.n ?? 0;
}

/**
 * Puts the keys of a merchant that `from` has made, or of which it is not known who has, down to `to`; gives their ids. Rows are
 * locked as `revokeKeys` does.
 */
export async function adoptKeys(
  tx: TransactionClient,
  merchantId: MerchantId,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH held AS (
      SELECT id FROM api_key WHERE merchant_id = ${merchantId} AND (created_by IS NULL OR created_by = ${from})
      ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE api_key k SET created_by = ${to} FROM held WHERE k.id = held.id RETURNING k.id`;
  return rows.map(({ id }) => id);
}

/** Which of these keys of a merchant were revoked or have ended. */
export async function revokedKeys(
  db: TransactionClient,
  merchantId: MerchantId,
  ids: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const ended = [{ revokedAt: { not: null } }, { expiresAt: { lte: now } }];
  const where = { merchantId, id: { in: [...ids] }, OR: ended };
  return (await db.apiKey.findMany({ where, select: { id: true } })).map(({ id }) => id);
}
