import { Select } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { useMode } from '../../api/mode.js';
import type { Mode } from '../../api/mode.js';
import type { AuditPage as Page } from '../../api/shapes/audit.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { LoadMore } from '../../ui/load-more.js';
import { QueryView } from '../../ui/query-view.js';
import { knownActions } from './action-words.js';
import { AuditTable } from './audit-table.js';

const pageSize = 50;

interface Chosen {
  readonly path: string;
  readonly mode: Mode;
  readonly action: string;
  readonly merchantId: number | undefined;
}

const auditQuery = ({ path, mode, action, merchantId }: Chosen) =>
  infiniteQueryOptions({
    queryKey: ['audit', path, mode, action, merchantId],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page>(path, {
        mode,
        signal,
        query: { action, merchantId, limit: pageSize, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Which log is read. */
export interface AuditLogProps {
  /** The merchant's own, or that of the instance. */
  readonly of: 'merchant' | 'instance';
  /** In the log of the instance: only this merchant's changes. */
  readonly merchantId?: number;
}

/** A log of changes, newest first, which can be narrowed to one kind of change. */
export function AuditLog({ of, merchantId }: AuditLogProps) {
  const mode = useMode();
  const [action, setAction] = useState('');
  const path = of === 'merchant' ? '/api/merchant/audit' : '/api/admin/audit';
  const log = useInfiniteQuery(auditQuery({ path, mode, action, merchantId }));
  return (
    <Card
      title="Changes"
      description="Who changed what. Kept for 400 days; addresses are shortened."
      flush
      actions={
        <Select
          size="xs"
          aria-label="Kind of change"
          placeholder="All changes"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Show all changes' }}
          data={Object.entries(knownActions).map(([value, label]) => ({ value, label }))}
          value={action === '' ? null : action}
          onChange={(value) => setAction(value ?? '')}
        />
      }
    >
      <QueryView query={log} height={420}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          if (entries.length === 0)
            return (
              <EmptyState icon="log" title={action === '' ? 'Nothing was changed yet' : 'No such change'}>
                Keys, wallets, settings, members: each change stands here with who made it.
              </EmptyState>
            );
          return (
            <>
              <AuditTable entries={entries} showsMerchant={of === 'instance' && merchantId === undefined} />
              <LoadMore pages={log} label="Show older changes" />
            </>
          );
        }}
      </QueryView>
    </Card>
  );
}
