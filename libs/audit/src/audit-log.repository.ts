import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import { modeFromNumber, modeNumber } from '@turnpike/l402';
import type { MerchantId, Mode } from '@turnpike/l402';
import type { ActorKind } from './actor.js';
import type { AuditDetail, AuditEntry } from './audit-entry.js';

const COLUMNS = `id::text AS id, merchant_id, mode, actor_kind, actor_id, actor_label, action, target, detail,
  correlation_id, address, at`;

const PRUNE = `
DELETE FROM audit_entry WHERE id IN (SELECT id FROM audit_entry WHERE at < $1 ORDER BY at LIMIT $2)`;

interface Row {
  readonly id: string;
  readonly merchant_id: number | null;
  readonly mode: number | null;
  readonly actor_kind: ActorKind;
  readonly actor_id: string;
  readonly actor_label: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly detail: AuditDetail;
  readonly correlation_id: string | null;
  readonly address: string | null;
  readonly at: Date;
}

/** Which entries to read: what is null does not narrow. */
export interface AuditSearch {
  readonly merchantId: MerchantId | null;
  /** Leaves out what is of the other mode only. */
  readonly mode: Mode | null;
  readonly action: string | null;
  /** Only entries older than that one; decimal. */
  readonly beforeId: string | null;
  readonly limit: number;
}

/** The statements that read and end entries of the log; they are written beside the change they tell. */
@Injectable()
export class AuditLogRepository {
  constructor(private readonly pool: ColdPool) {}

  /** The newest entries that fit, newest first. */
  async find({ merchantId, mode, action, beforeId, limit }: AuditSearch): Promise<readonly AuditEntry[]> {
    const values: unknown[] = [limit];
    const clauses: string[] = [];
    const narrow = (value: unknown, clause: (place: string) => string): void => {
      if (value === null) return;
      values.push(value);
      clauses.push(clause(`$${values.length}`));
    };
    narrow(merchantId, (place) => `merchant_id = ${place}`);
    narrow(mode === null ? null : modeNumber(mode), (place) => `(mode IS NULL OR mode = ${place})`);
    narrow(action, (place) => `action = ${place}`);
    narrow(beforeId, (place) => `id < ${place}::bigint`);
    const where = clauses.length === 0 ? '' : `WHERE ${clauses.join(' AND ')}`;
    const { rows } = await this.pool.query<Row>({
      text: `SELECT ${COLUMNS} FROM audit_entry ${where} ORDER BY audit_entry.id DESC LIMIT $1`,
      values,
    });
    return rows.map(entryOf);
  }

  /** Deletes up to `limit` entries of before that moment, the oldest first; returns how many. */
  async deleteBefore(moment: Date, limit: number): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'audit-delete-before',
      text: PRUNE,
      values: [moment, limit],
    });
    return rowCount ?? 0;
  }
}

function entryOf(row: Row): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    merchantId: row.merchant_id,
    mode: row.mode === null ? null : modeFromNumber(row.mode),
    actor: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    action: row.action,
    target: row.target,
    detail: row.detail,
    correlationId: row.correlation_id,
    address: row.address,
  };
}
