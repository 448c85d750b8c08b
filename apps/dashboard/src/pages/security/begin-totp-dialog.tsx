import { Skeleton, Stack, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { Copyable } from '../../ui/copyable.js';
import { refusalWords, wrongCode } from '../../api/refusal.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QrCode } from '../../ui/qr-code.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useBeginTotp, useConfirmTotp } from './security-api.js';

/** Whether the dialog is open. */
export interface BeginTotpDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Sets an authenticator up: a secret as a QR code, a code as proof, then the recovery codes. */
export function BeginTotpDialog({ opened, onClose }: BeginTotpDialogProps) {
  const confirm = useConfirmTotp();
  const codes = confirm.data?.recoveryCodes;
  const close = (): void => {
    onClose();
    confirm.reset();
  };
  return (
    <Dialog
      opened={opened}
      title={codes === undefined ? 'Set up a second factor' : 'Your recovery codes'}
      firm={codes !== undefined}
      onClose={close}
    >
      {codes === undefined ? (
        <ScanAndConfirm confirm={confirm} onCancel={close} />
      ) : (
        <ShownOnce secret={codes.join('\n')} what="recovery codes" onDone={close}>
          <p style={{ margin: 0 }}>
            The second factor is on. Each of these codes signs you in once if your authenticator is lost.
          </p>
        </ShownOnce>
      )}
    </Dialog>
  );
}

interface ScanAndConfirmProps {
  readonly confirm: ReturnType<typeof useConfirmTotp>;
  readonly onCancel: () => void;
}

function ScanAndConfirm({ confirm, onCancel }: ScanAndConfirmProps) {
  const { mutate, data, error } = useBeginTotp();
  const fields = useFields({ code: '' }, confirm.error);
  useEffect(() => mutate(), [mutate]);
  if (error !== null) return <ProblemNotice error={error} onRetry={() => mutate()} />;
  const code = fields.values.code.replaceAll(/\s/g, '');
  return (
    <DialogForm
      submit="Switch on"
      pending={confirm.isPending}
      disabled={!/^\d{6}$/.test(code) || data === undefined}
      error={fields.shows(confirm.error) ? null : refusalWords(confirm.error, wrongCode)}
      onSubmit={() => confirm.mutate(code)}
      onCancel={onCancel}
    >
      <p style={{ margin: 0 }}>Scan this with an authenticator app, then type the code that it shows.</p>
      <Stack align="center" gap="xs" mih={250}>
        {data === undefined ? (
          <Skeleton width={200} height={200} />
        ) : (
          <>
            <QrCode value={data.otpauthUrl} label="Secret for your authenticator" size={200} />
            <Copyable value={data.secret} what="secret" whole />
          </>
        )}
      </Stack>
      <TextInput
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        data-autofocus
        {...fields.bind('code')}
      />
    </DialogForm>
  );
}
