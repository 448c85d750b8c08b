import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.js';
import { CopyButton } from './copy-button.js';
import { Note } from './note.js';

/** A secret that cannot be read again. */
export interface ShownOnceProps {
  readonly secret: string;
  /** What it is: "API key". */
  readonly what: string;
  /** What to do with it. */
  readonly children?: ReactNode;
  readonly onDone: () => void;
}

/** A secret with a button that copies it and the word that this is the only time it is shown. */
export function ShownOnce({ secret, what, children, onDone }: ShownOnceProps) {
  return (
    <Stack gap="md">
      <Note tone="warn" title={`Copy the ${what} now`} announced>
        Nothing of this is kept here in the clear, so it cannot be shown again.
      </Note>
      <CodeBlock code={secret} what={what} wrap />
      {children}
      <Group justify="flex-end">
        <CopyButton value={secret} what={what} labelled />
        <Button onClick={onDone}>I have stored it</Button>
      </Group>
    </Stack>
  );
}
