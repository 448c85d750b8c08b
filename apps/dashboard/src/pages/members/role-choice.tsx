import { Radio, Stack } from '@mantine/core';
import type { Role } from '../../api/shapes/session.js';
import { roleChoices } from './role-words.js';

/** The role that is chosen. */
export interface RoleChoiceProps {
  readonly value: Role;
  readonly error?: string | null;
  readonly onChange: (role: Role) => void;
}

/** Chooses a role, each with what it may do. */
export function RoleChoice({ value, error = null, onChange }: RoleChoiceProps) {
  return (
    <Radio.Group label="Role" value={value} error={error} onChange={(next) => onChange(next)}>
      <Stack gap="xs" mt={6}>
        {roleChoices.map(({ value: role, label, means }) => (
          <Radio key={role} value={role} label={label} description={means} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
