import { useState } from 'react';
import type { Member } from '../../api/shapes/members.js';
import { Confirm } from '../../ui/confirm.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { notifyDone } from '../../ui/notify.js';
import { useChangeRole, useRemoveMember } from './members-api.js';
import { RoleChoice } from './role-choice.js';

/** The member that it is about; null while there is none. */
export interface RoleDialogProps {
  readonly member: Member | null;
  readonly onClose: () => void;
}

/** Gives a member another role. */
export function RoleDialog({ member, onClose }: RoleDialogProps) {
  return (
    <Dialog
      opened={member !== null}
      title={`Role of ${member?.name ?? member?.email ?? ''}`}
      onClose={onClose}
    >
      {member !== null && <RoleForm member={member} onClose={onClose} />}
    </Dialog>
  );
}

function RoleForm({ member, onClose }: RoleDialogProps & { readonly member: Member }) {
  const change = useChangeRole();
  const [role, setRole] = useState(member.role);
  const done = (): void => {
    notifyDone('The role is changed.');
    onClose();
  };
  return (
    <DialogForm
      submit="Change role"
      pending={change.isPending}
      disabled={role === member.role}
      error={change.error}
      onSubmit={() => change.mutate({ userId: member.userId, role }, { onSuccess: done })}
      onCancel={onClose}
    >
      <RoleChoice value={role} onChange={setRole} />
    </DialogForm>
  );
}

/** The member to be taken out, and whether that is the reader. */
export interface RemoveMemberDialogProps extends RoleDialogProps {
  readonly isMe: boolean;
}

/** Asks before a member is taken out. */
export function RemoveMemberDialog({ member, isMe, onClose }: RemoveMemberDialogProps) {
  const remove = useRemoveMember();
  const close = (): void => {
    onClose();
    remove.reset();
  };
  const done = (): void => {
    if (isMe) window.location.assign('/dashboard');
    notifyDone('The member is removed.');
    close();
  };
  return (
    <Confirm
      opened={member !== null}
      title={isMe ? 'Leave this merchant?' : `Remove ${member?.name ?? member?.email ?? ''}?`}
      confirm={isMe ? 'Leave' : 'Remove member'}
      danger
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => {
        if (member !== null) remove.mutate(member.userId, { onSuccess: done });
      }}
      onClose={close}
    >
      {isMe ? 'You lose' : 'They lose'} access within two seconds, and invitations that were sent in{' '}
      {isMe ? 'your' : 'their'} name end. API keys go on working: revoke those that {isMe ? 'you' : 'they'}{' '}
      know.
    </Confirm>
  );
}
