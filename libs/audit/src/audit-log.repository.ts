import { Injectable } from '@nestjs/common';
import { ColdPool, stepwise } from '@turnpike/database';
import { modeFromNumber, modeNumber } from '@turnpike/l402';
import type { MerchantId, Mode } from '@turnpike/l402';
import type { ActorKind } from './actor.js';
import type { AuditDetail, AuditEntry } from './audit-entry.js';

const COLUMNS = `id::text AS id, merchant_id, mode, actor_kind, actor_id, actor_label, action, target, detail,
  correlation_id, address, at`;

// Entries of both modes have a range of their own, as in the indexes.
const MODE = 'coalesce(mode, 2::smallint)';
const OF_BOTH_MODES = 2;
const MODES = [0, 1, OF_BOTH_MODES] as const;
const ID_MAX = '9223372036854775807';

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

  /** The newest entries that fit, newest first: a page of each range that they stand in, of which the newest are taken. */
  async find(search: AuditSearch): Promise<readonly AuditEntry[]> {
    const values: unknown[] = [search.limit, search.beforeId ?? ID_MAX];
    const place = (value: unknown): string => `$${String(values.push(value))}`;
    const pages = rangesOf(search)
      .map((range) => pageOf(range, place))
      .join(' UNION ALL ');
    const text = `SELECT ${COLUMNS} FROM (${pages}) e ORDER BY e.id DESC LIMIT $1`;
    const { rows } = await stepwise(this.pool, (transaction) => transaction.query<Row>({ text, values }));
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

type Range = readonly { readonly column: string; readonly type: string; readonly value: unknown }[];

/** The ranges of an index, each in the order of ids, that together are all that fits. */
function rangesOf({ merchantId, mode, action }: AuditSearch): readonly Range[] {
  const ofAction = action === null ? [] : [{ column: 'action', type: 'text', value: action }];
  if (merchantId === null) return [ofAction];
  const modes = mode === null ? MODES : [modeNumber(mode), OF_BOTH_MODES];
  return modes.map((value) => [
    { column: 'merchant_id', type: 'int4', value: merchantId },
    { column: MODE, type: 'int2', value },
    ...ofAction,
  ]);
}

// Compared as a whole row, so that no other index has the range or its order: along one, everybody's entries would be read.
function pageOf(range: Range, place: (value: unknown) => string): string {
  const columns = [...range.map(({ column }) => column), 'id'];
  const at = range.map(({ type, value }) => `${place(value)}::${type}`);
  const [low, high] = [
    [...at, '0::int8'],
    [...at, '$2::int8'],
  ];
  return `(SELECT * FROM audit_entry
    WHERE (${columns.join(', ')}) > (${low.join(', ')}) AND (${columns.join(', ')}) < (${high.join(', ')})
    ORDER BY ${columns.map((column) => `${column} DESC`).join(', ')} LIMIT $1)`;
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
