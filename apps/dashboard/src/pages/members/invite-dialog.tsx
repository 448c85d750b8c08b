import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { instanceQuery } from '../../api/queries/session-queries.js';
import type { Role } from '../../api/shapes/session.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { useFields } from '../../ui/fields.js';
import { Note } from '../../ui/note.js';
import { notifyDone } from '../../ui/notify.js';
import { useInvite } from './members-api.js';
import { RoleChoice } from './role-choice.js';

/** Whether the dialog is open. */
export interface InviteDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks somebody by mail to join, with a role. */
export function InviteDialog({ opened, onClose }: InviteDialogProps) {
  return (
    <Dialog opened={opened} title="Invite somebody" onClose={onClose}>
      <InviteForm onClose={onClose} />
    </Dialog>
  );
}

function InviteForm({ onClose }: { readonly onClose: () => void }) {
  const invite = useInvite();
  const { data: instance } = useQuery(instanceQuery);
  const fields = useFields({ email: '', role: '' }, invite.error);
  const [role, setRole] = useState<Role>('developer');
  const email = fields.values.email.trim();
  const done = (): void => {
    notifyDone(`${email} is invited.`);
    onClose();
  };
  return (
    <DialogForm
      submit="Send invitation"
      pending={invite.isPending}
      disabled={email === ''}
      error={fields.shows(invite.error) ? null : invite.error}
      onSubmit={() => invite.mutate({ email, role }, { onSuccess: done })}
      onCancel={onClose}
    >
      <TextInput label="Email" type="email" autoComplete="off" data-autofocus {...fields.bind('email')} />
      <RoleChoice value={role} error={fields.bind('role').error} onChange={setRole} />
      {instance?.mail === 'outbox' && (
        <Note tone="warn">
          This instance sends no mail. The link lands in the mail outbox, where the operator can copy it.
        </Note>
      )}
    </DialogForm>
  );
}
