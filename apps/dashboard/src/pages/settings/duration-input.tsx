import { Group, Input, NumberInput, Select } from '@mantine/core';
import { useId, useState } from 'react';
import { durationOf, durationUnits, secondsOf } from './duration.js';
import type { Duration, DurationUnit } from './duration.js';

/** A length of time to be set. */
export interface DurationInputProps {
  readonly label: string;
  readonly description: string;
  readonly seconds: number;
  readonly error: string | null;
  readonly disabled: boolean;
  readonly onChange: (seconds: number) => void;
}

/** A number with its unit, which stands for seconds. */
export function DurationInput(props: DurationInputProps) {
  const { label, description, seconds, error, disabled, onChange } = props;
  const [shown, setShown] = useState<Duration>(durationOf(seconds));
  const id = useId();
  const errorId = `${id}-error`;
  const change = (next: Duration): void => {
    setShown(next);
    onChange(secondsOf(next));
  };
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={error}
      errorProps={{ id: errorId }}
      labelProps={{ htmlFor: id }}
    >
      <Group gap="xs" mt={4} wrap="nowrap" maw={320}>
        <NumberInput
          id={id}
          min={0}
          disabled={disabled}
          error={error !== null}
          aria-describedby={error === null ? undefined : errorId}
          value={shown.count}
          onChange={(count) => change({ ...shown, count: Number(count) })}
        />
        <Select
          aria-label={`Unit of ${label.toLowerCase()}`}
          data={Object.keys(durationUnits)}
          allowDeselect={false}
          disabled={disabled}
          value={shown.unit}
          onChange={(unit) => change({ ...shown, unit: (unit ?? 'minutes') as DurationUnit })}
        />
      </Group>
    </Input.Wrapper>
  );
}
