import { Radio, Stack } from '@mantine/core';

/** One of several ways to set something. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly means: string;
}

/** The ways, and the one that is chosen. */
export interface ChoiceListProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly error: string | null;
  readonly disabled: boolean;
  readonly onChange: (value: T) => void;
}

/** Ways to set something, each with what follows from it. */
export function ChoiceList<T extends string>(props: ChoiceListProps<T>) {
  const { label, choices, value, error, disabled, onChange } = props;
  return (
    <Radio.Group label={label} value={value} error={error} onChange={(next) => onChange(next)}>
      <Stack gap="xs" mt={6}>
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            label={choice.label}
            description={choice.means}
            disabled={disabled}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
