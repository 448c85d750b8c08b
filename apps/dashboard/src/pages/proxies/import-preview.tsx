import { Button, Group, Stack } from '@mantine/core';
import type { Imported, ImportedOperation } from '../../api/shapes/proxies.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { Note } from '../../ui/note.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { StatusBadge } from '../../ui/status-badge.js';
import type { Tone } from '../../ui/status-badge.js';
import { skipWords } from './proxy-words.js';

const outcomes: Readonly<Record<ImportedOperation['outcome'], readonly [word: string, tone: Tone]>> = {
  create: ['New', 'good'],
  update: ['Changes', 'warn'],
  skip: ['Left out', 'calm'],
};

const columns: readonly Column<ImportedOperation>[] = [
  {
    key: 'operation',
    header: 'Operation',
    cell: ({ httpMethod, path, summary, outcome, why }) => (
      <div>
        <span className="tp-mono tp-break">
          {httpMethod} {path}
        </span>
        <div style={{ color: 'var(--mantine-color-dimmed)' }}>
          {outcome === 'skip' ? skipWords(why) : summary}
        </div>
      </div>
    ),
  },
  {
    key: 'outcome',
    header: 'Becomes',
    cell: ({ outcome }) => {
      const [word, tone] = outcomes[outcome];
      return <StatusBadge tone={tone}>{word}</StatusBadge>;
    },
  },
  {
    key: 'price',
    header: 'Price',
    align: 'right',
    cell: ({ basePriceSats }) => (basePriceSats === null ? '–' : <Money sats={basePriceSats} />),
  },
];

/** What an import would do, and the deeds at its end. */
export interface ImportPreviewProps {
  readonly imported: Imported;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onBack: () => void;
  readonly onImport: () => void;
}

/** What would become of each operation, before anything does. */
export function ImportPreview({ imported, pending, error, onBack, onImport }: ImportPreviewProps) {
  const { created, updated, skipped, operations = [] } = imported;
  const count = created + updated;
  const isCut = operations.length < count + skipped;
  return (
    <Stack gap="md">
      <Note tone={count === 0 ? 'warn' : 'good'} title={titleOf(imported)} announced>
        {count === 0
          ? 'The document holds nothing that can be priced.'
          : 'Nothing is done yet. Rows that are already there and not in the document stay.'}
      </Note>
      <DataTable
        caption="Operations"
        columns={columns}
        rows={operations}
        rowKey={({ httpMethod, path, endpointId }) => `${httpMethod} ${path} ${endpointId ?? ''}`}
      />
      {isCut && <p style={{ margin: 0 }}>The first {operations.length} are shown.</p>}
      {error != null && <ProblemNotice error={error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          Another document
        </Button>
        <Button disabled={count === 0} loading={pending} onClick={onImport}>
          {count === 1 ? 'Import one price' : `Import ${String(count)} prices`}
        </Button>
      </Group>
    </Stack>
  );
}

function titleOf({ created, updated, skipped }: Imported): string {
  return `${String(created)} new, ${String(updated)} changed, ${String(skipped)} left out`;
}
