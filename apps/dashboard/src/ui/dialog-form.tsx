import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from './problem-notice.js';

/** A form within a dialog. */
export interface DialogFormProps {
  /** What the button says: the deed itself. */
  readonly submit: string;
  readonly pending: boolean;
  readonly disabled?: boolean;
  /** What belongs to no field; null if nothing does. */
  readonly error: unknown;
  readonly danger?: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** A form with its deed and a way out at its foot, and above them what was wrong with it as a whole. */
export function DialogForm(props: DialogFormProps) {
  const { submit, pending, disabled = false, error, danger = false, onSubmit, onCancel, children } = props;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending && !disabled) onSubmit();
      }}
    >
      <Stack gap="md">
        {children}
        {error != null && <ProblemNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" color={danger ? 'brick' : 'pine'} loading={pending} disabled={disabled}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
