import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { ApiKey } from '../../api/shapes/api-keys.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { useNow } from '../../ui/now.js';
import { RowMenu } from '../../ui/row-menu.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';
import { membersQuery } from '../members/members-api.js';
import { RevokeKeyDialog } from './revoke-key-dialog.js';
import { RotateKeyDialog } from './rotate-key-dialog.js';
import { authorWords } from './author-words.js';
import { keyState } from './key-state.js';
import { scopeName } from './scopes.js';
import classes from './key-table.module.css';

interface Chosen {
  readonly key: ApiKey;
  readonly deed: 'rotate' | 'revoke';
}

/** Keys with what can be done to each. */
export function KeyTable({
  keys,
  mayChange,
}: {
  readonly keys: readonly ApiKey[];
  readonly mayChange: boolean;
}) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const now = useNow();
  const members = useQuery(membersQuery).data?.members ?? [];
  const columns: readonly Column<ApiKey>[] = [
    {
      key: 'label',
      header: 'Key',
      cell: (key) => (
        <div className={classes['name']}>
          <strong>{key.label ?? 'Without a label'}</strong>
          <span className="tp-mono">{key.prefix}…</span>
        </div>
      ),
    },
    {
      key: 'state',
      header: 'State',
      cell: (key) => {
        const { word, tone } = keyState(key, now);
        return <StatusBadge tone={tone}>{word}</StatusBadge>;
      },
    },
    {
      key: 'scopes',
      header: 'May',
      wide: true,
      cell: ({ scopes }) => <span title={scopes.join(', ')}>{scopes.map(scopeName).join(', ')}</span>,
    },
    {
      key: 'used',
      header: 'Last used',
      wide: true,
      cell: (key) => <Time at={key.lastUsedAt} none="never" />,
    },
    {
      key: 'created',
      header: 'Made',
      wide: true,
      cell: ({ createdAt, createdBy }) => (
        <>
          <Time at={createdAt} /> by {authorWords(createdBy, members, keys)}
        </>
      ),
    },
    {
      key: 'ends',
      header: 'Ends',
      wide: true,
      cell: (key) => <Time at={key.revokedAt ?? key.expiresAt} none="never" />,
    },
    {
      key: 'actions',
      header: <span className="tp-hidden">Actions</span>,
      align: 'right',
      width: 56,
      cell: (key) =>
        mayChange && keyState(key, now).works ? (
          <RowMenu
            of={key.label ?? key.prefix}
            deeds={[
              { label: 'Rotate', icon: 'refresh', onClick: () => setChosen({ key, deed: 'rotate' }) },
              {
                label: 'Revoke',
                icon: 'trash',
                danger: true,
                onClick: () => setChosen({ key, deed: 'revoke' }),
              },
            ]}
          />
        ) : null,
    },
  ];
  return (
    <>
      <DataTable caption="API keys" columns={columns} rows={keys} rowKey={({ id }) => id} />
      <RotateKeyDialog
        apiKey={chosen?.deed === 'rotate' ? chosen.key : null}
        onClose={() => setChosen(null)}
      />
      <RevokeKeyDialog
        apiKey={chosen?.deed === 'revoke' ? chosen.key : null}
        onClose={() => setChosen(null)}
      />
    </>
  );
}
