import { Link } from '@tanstack/react-router';
import type { AuditEntry } from '../../api/shapes/audit.js';
import { Copyable } from '../../ui/copyable.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { ExactTime, Time } from '../../ui/time.js';
import { actionWords, actorWords, detailWords } from './action-words.js';
import classes from './audit-table.module.css';

/** Changes, and whether they are of many merchants. */
export interface AuditTableProps {
  readonly entries: readonly AuditEntry[];
  readonly showsMerchant: boolean;
}

const what: Column<AuditEntry> = {
  key: 'what',
  header: 'Change',
  cell: ({ action, actor, detail, target }) => {
    const more = detailWords(detail);
    return (
      <div className={classes['what']}>
        <strong title={action}>{actionWords(action)}</strong>
        {more !== '' && <span className="tp-break">{more}</span>}
        {target !== null && <Copyable value={target} what="target" />}
        <span className="tp-narrow tp-break">{actorWords(actor)}</span>
      </div>
    );
  },
};

const merchant: Column<AuditEntry> = {
  key: 'merchant',
  header: 'Merchant',
  wide: true,
  cell: ({ merchantId }) =>
    merchantId == null ? (
      'Instance'
    ) : (
      <Link to="/operator/merchants/$merchantId" params={{ merchantId: String(merchantId) }}>
        {merchantId}
      </Link>
    ),
};

const rest: readonly Column<AuditEntry>[] = [
  {
    key: 'who',
    header: 'By',
    wide: true,
    cell: ({ actor }) => <span className="tp-break">{actorWords(actor)}</span>,
  },
  { key: 'mode', header: 'Mode', wide: true, cell: ({ mode }) => mode ?? 'both' },
  {
    key: 'from',
    header: 'From',
    wide: true,
    cell: ({ address, correlationId }) => (
      <div className={classes['what']}>
        <span className="tp-mono">{address ?? '–'}</span>
        {correlationId !== null && <Copyable value={correlationId} what="request id" />}
      </div>
    ),
  },
  {
    key: 'at',
    header: 'When',
    cell: ({ at }) => (
      <div className={classes['what']}>
        <Time at={at} />
        <span className={classes['exact']}>
          <ExactTime at={at} />
        </span>
      </div>
    ),
  },
];

/** Changes with who made them, from where, and when. */
export function AuditTable({ entries, showsMerchant }: AuditTableProps) {
  const columns = showsMerchant ? [what, merchant, ...rest] : [what, ...rest];
  return <DataTable caption="Changes" columns={columns} rows={entries} rowKey={({ id }) => id} />;
}
