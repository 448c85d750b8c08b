import { Link } from '@tanstack/react-router';
import type { Challenge } from '../../api/shapes/challenges.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { grouped, shortened } from '../../ui/format.js';
import { Money } from '../../ui/money.js';
import { Time } from '../../ui/time.js';
import { ChallengeBadge, SettlementBadge } from './challenge-status.js';

const columns: readonly Column<Challenge>[] = [
  {
    key: 'resource',
    header: 'Resource',
    cell: ({ resource, paymentHash, createdAt }) => (
      <>
        <Link to="/challenges/$paymentHash" params={{ paymentHash }} className="tp-mono tp-break">
          {resource}
        </Link>
        <span className="tp-narrow">
          <Time at={createdAt} />
        </span>
      </>
    ),
  },
  { key: 'amount', header: 'Amount', align: 'right', cell: ({ amountSats }) => <Money sats={amountSats} /> },
  { key: 'status', header: 'Status', cell: (challenge) => <ChallengeBadge challenge={challenge} /> },
  {
    key: 'settlement',
    header: 'Wallet says',
    wide: true,
    cell: ({ settlement }) => <SettlementBadge settlement={settlement} />,
  },
  {
    key: 'uses',
    header: 'Uses',
    align: 'right',
    wide: true,
    cell: ({ uses, maxUses }) => (
      <span className="tp-number">
        {grouped(uses)}
        {maxUses !== null && ` / ${grouped(maxUses)}`}
      </span>
    ),
  },
  { key: 'payer', header: 'Payer', wide: true, cell: ({ payer }) => payer ?? '–' },
  {
    key: 'hash',
    header: 'Payment hash',
    wide: true,
    cell: ({ paymentHash }) => <span className="tp-mono">{shortened(paymentHash, 6, 4)}</span>,
  },
  {
    key: 'created',
    header: 'Created',
    align: 'right',
    wide: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];

/** The rows, and what happens when one is chosen. */
export interface ChallengeTableProps {
  readonly challenges: readonly Challenge[];
  readonly onOpen: (challenge: Challenge) => void;
}

/** Challenges as rows; each opens its own page. */
export function ChallengeTable({ challenges, onOpen }: ChallengeTableProps) {
  return (
    <DataTable
      caption="Challenges"
      columns={columns}
      rows={challenges}
      rowKey={({ paymentHash }) => paymentHash}
      onRow={onOpen}
    />
  );
}
