import { TextInput } from '@mantine/core';
import { refusalWords, wrongCode } from '../../api/refusal.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { useEndTotp } from './security-api.js';

/** Whether the dialog is open. */
export interface EndTotpDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Takes the second factor away, by a code of it. */
export function EndTotpDialog({ opened, onClose }: EndTotpDialogProps) {
  return (
    <Dialog opened={opened} title="Switch the second factor off?" onClose={onClose}>
      <EndTotpForm onClose={onClose} />
    </Dialog>
  );
}

function EndTotpForm({ onClose }: { readonly onClose: () => void }) {
  const end = useEndTotp();
  const fields = useFields({ code: '' }, end.error);
  const done = (): void => {
    notifyDone('The second factor is off.');
    onClose();
  };
  return (
    <DialogForm
      submit="Switch off"
      danger
      pending={end.isPending}
      disabled={fields.values.code.trim() === ''}
      error={fields.shows(end.error) ? null : refusalWords(end.error, wrongCode)}
      onSubmit={() => end.mutate(fields.values.code.trim(), { onSuccess: done })}
      onCancel={onClose}
    >
      <p style={{ margin: 0 }}>Whoever has your password or your mail can sign in afterwards.</p>
      <TextInput
        label="Code"
        description="Of your authenticator, or a recovery code."
        autoComplete="one-time-code"
        data-autofocus
        {...fields.bind('code')}
      />
    </DialogForm>
  );
}
