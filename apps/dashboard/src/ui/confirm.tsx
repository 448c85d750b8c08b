import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from './problem-notice.js';

/** A question before something that cannot be undone. */
export interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says: the deed itself, never just "OK". */
  readonly confirm: string;
  readonly danger?: boolean;
  readonly pending?: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before a deed. Focus stays inside and goes back to where it was. */
export function Confirm(props: ConfirmProps) {
  const {
    opened,
    title,
    children,
    confirm,
    danger = false,
    pending = false,
    error,
    onConfirm,
    onClose,
  } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div>{children}</div>
      {error != null && (
        <div style={{ marginTop: 12 }}>
          <ProblemNotice error={error} />
        </div>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color={danger ? 'brick' : 'pine'} loading={pending} onClick={onConfirm}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
