import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { ChallengeFilter } from '../../api/queries/sales-queries.js';
import { Icon } from '../../ui/icon.js';
import classes from './challenge-filters.module.css';

const statuses = [
  { value: '', label: 'Any status' },
  { value: 'paid', label: 'Paid' },
  { value: 'unpaid', label: 'Open' },
  { value: 'expired', label: 'Expired' },
];
const settlements = [
  { value: '', label: 'Any settlement' },
  { value: 'settled', label: 'Settled' },
  { value: 'open', label: 'Not settled' },
  { value: 'expired', label: 'Invoice expired' },
  { value: 'unknown', label: 'Unknown' },
];
const waitMillis = 300;

/** The filter as the address holds it, and what is told when it changes. */
export interface ChallengeFiltersProps {
  readonly filter: ChallengeFilter;
  readonly onChange: (filter: ChallengeFilter) => void;
}

/** Narrows the list. What is typed counts when the typing pauses. */
export function ChallengeFilters({ filter, onChange }: ChallengeFiltersProps) {
  const [q, setQ] = useState(filter.q ?? '');
  const search = useDebouncedCallback((text: string) => set({ q: text.trim() }), waitMillis);
  const set = (change: ChallengeFilter): void => onChange({ ...filter, ...change });
  const isNarrowed = Object.values(filter).some((value) => value !== undefined && value !== '');
  const clear = (): void => {
    setQ('');
    onChange({});
  };
  return (
    <div className={classes['filters']} role="search" aria-label="Challenges">
      <TextInput
        className={classes['search'] ?? ''}
        aria-label="Search by payment hash, resource, payer or idempotency key"
        placeholder="Hash, resource, payer …"
        leftSection={<Icon name="search" size={16} />}
        data-search
        value={q}
        onChange={({ currentTarget: { value } }) => {
          setQ(value);
          search(value);
        }}
      />
      <NativeSelect
        aria-label="Status"
        data={statuses}
        value={filter.status ?? ''}
        onChange={({ currentTarget: { value } }) => set({ status: value })}
      />
      <NativeSelect
        aria-label="Settlement"
        data={settlements}
        value={filter.settlement ?? ''}
        onChange={({ currentTarget: { value } }) => set({ settlement: value })}
      />
      <TextInput
        type="date"
        aria-label="From day (UTC)"
        value={filter.from ?? ''}
        onChange={({ currentTarget: { value } }) => set({ from: value })}
      />
      <TextInput
        type="date"
        aria-label="To day (UTC)"
        value={filter.to ?? ''}
        onChange={({ currentTarget: { value } }) => set({ to: value })}
      />
      {filter.resource !== undefined && (
        <Narrowing name="Resource" value={filter.resource} onClear={() => set({ resource: undefined })} />
      )}
      {filter.payer !== undefined && (
        <Narrowing name="Payer" value={filter.payer} onClear={() => set({ payer: undefined })} />
      )}
      {isNarrowed && (
        <Button variant="subtle" color="gray" onClick={clear}>
          Clear
        </Button>
      )}
    </div>
  );
}

function Narrowing(props: { readonly name: string; readonly value: string; readonly onClear: () => void }) {
  return (
    <Button variant="light" rightSection={<Icon name="close" size={14} />} onClick={props.onClear}>
      <span className="tp-break">
        {props.name}: {props.value}
      </span>
    </Button>
  );
}
