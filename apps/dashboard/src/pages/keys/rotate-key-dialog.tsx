import { Select } from '@mantine/core';
import { useState } from 'react';
import type { ApiKey } from '../../api/shapes/api-keys.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useRotateKey } from './keys-api.js';

const overlaps = [
  { value: '0', label: 'Not at all' },
  { value: '3600', label: 'One hour' },
  { value: '86400', label: 'One day' },
  { value: '604800', label: 'One week' },
  { value: '2592000', label: '30 days' },
];

/** The key to be rotated; null while there is none. */
export interface RotateKeyDialogProps {
  readonly apiKey: ApiKey | null;
  readonly onClose: () => void;
}

/** Makes a key like another, which works on until the servers have the new one. */
export function RotateKeyDialog({ apiKey, onClose }: RotateKeyDialogProps) {
  const rotate = useRotateKey();
  const [overlap, setOverlap] = useState('86400');
  const close = (): void => {
    onClose();
    rotate.reset();
  };
  const made = rotate.data;
  const name = apiKey?.label ?? 'this key';
  return (
    <Dialog
      opened={apiKey !== null}
      title={made === undefined ? `Rotate ${name}` : 'The new key'}
      firm={made !== undefined}
      onClose={close}
    >
      {made === undefined ? (
        <DialogForm
          submit="Make the new key"
          pending={rotate.isPending}
          error={rotate.error}
          onSubmit={() => {
            if (apiKey !== null) rotate.mutate({ id: apiKey.id, overlapSeconds: Number(overlap) });
          }}
          onCancel={close}
        >
          <p style={{ margin: 0 }}>
            You get a new key with the same label and rights. Put it on your servers before the old one ends.
          </p>
          <Select
            label="The old key works on for"
            data={overlaps}
            allowDeselect={false}
            value={overlap}
            onChange={(value) => setOverlap(value ?? '86400')}
          />
        </DialogForm>
      ) : (
        <ShownOnce secret={made.key} what="API key" onDone={close}>
          <p style={{ margin: 0 }}>
            {overlap === '0'
              ? 'The old key has ended.'
              : `The old key works on for ${(overlaps.find(({ value }) => value === overlap)?.label ?? '').toLowerCase()}.`}
          </p>
        </ShownOnce>
      )}
    </Dialog>
  );
}
