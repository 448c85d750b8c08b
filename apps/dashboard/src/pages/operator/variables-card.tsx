import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { InstanceState } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';

type Variable = InstanceState['settings'][number];

const columns: readonly Column<Variable>[] = [
  { key: 'name', header: 'Variable', cell: ({ variable }) => <span className="tp-mono">{variable}</span> },
  {
    key: 'value',
    header: 'Value',
    cell: ({ value }) => <span className="tp-mono tp-break">{value ?? 'not set'}</span>,
  },
];

/** The variables that the instance was started with; secrets are not among them. */
export function VariablesCard({ settings }: { readonly settings: InstanceState['settings'] }) {
  const [text, setText] = useState('');
  const wanted = text.trim().toUpperCase();
  return (
    <Card
      title="Variables"
      description="In force in this process, set or by default; of a secret only whether there is one. To change one, set it and start anew."
      flush
      actions={
        <TextInput
          size="xs"
          type="search"
          aria-label="Find a variable"
          placeholder="Find"
          data-search
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      }
    >
      <DataTable
        caption="Variables"
        columns={columns}
        rows={settings.filter(({ variable }) => variable.toUpperCase().includes(wanted))}
        rowKey={({ variable }) => variable}
      />
    </Card>
  );
}
