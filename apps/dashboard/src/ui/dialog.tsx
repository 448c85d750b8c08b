import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A window over the page. */
export interface DialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly size?: 'sm' | 'md' | 'lg' | 'xl';
  /** Stays when somebody clicks beside it, because what it shows is not shown again. */
  readonly firm?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A window over the page; what it holds begins anew each time it is opened. Focus stays inside and goes back afterwards. */
export function Dialog({ opened, title, size = 'md', firm = false, onClose, children }: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={!firm}
      closeOnEscape={!firm}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {children}
    </Modal>
  );
}
