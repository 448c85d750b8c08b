import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { KeysLeft, Member } from '../../api/shapes/members.js';
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
  const [revokeKeys, setRevokeKeys] = useState(false);
  const done = (keys: KeysLeft): void => {
    notifyDone(`The role is changed. ${keysWords(keys)}`.trim());
    onClose();
  };
  return (
    <DialogForm
      submit="Change role"
      pending={change.isPending}
      disabled={role === member.role}
      error={change.error}
      onSubmit={() => change.mutate({ userId: member.userId, role, revokeKeys }, { onSuccess: done })}
      onCancel={onClose}
    >
      <RoleChoice value={role} onChange={setRole} />
      {role !== 'owner' && (
        <Checkbox
          label="Also revoke the API keys that they made and could not make any more"
          checked={revokeKeys}
          onChange={(event) => setRevokeKeys(event.currentTarget.checked)}
        />
      )}
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
  const [revokeKeys, setRevokeKeys] = useState(false);
  const close = (): void => {
    onClose();
    setRevokeKeys(false);
    remove.reset();
  };
  const done = (keys: KeysLeft): void => {
    if (isMe) window.location.assign('/dashboard');
    notifyDone(`The member is removed. ${keysWords(keys)}`.trim());
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
        if (member !== null) remove.mutate({ userId: member.userId, revokeKeys }, { onSuccess: done });
      }}
      onClose={close}
    >
      {isMe ? 'You lose' : 'They lose'} access within two seconds, and invitations that were sent in{' '}
      {isMe ? 'your' : 'their'} name end. API keys go on working, those that {isMe ? 'you' : 'they'} made,
      too.
      <Checkbox
        mt="md"
        label={`Also revoke the API keys that ${isMe ? 'you' : 'they'} made`}
        checked={revokeKeys}
        onChange={(event) => setRevokeKeys(event.currentTarget.checked)}
      />
    </Confirm>
  );
}

/** What became of the keys that they made; nothing where there were none. */
function keysWords({ apiKeysRevoked, apiKeysLeft }: KeysLeft): string {
  const count = (keys: number): string => (keys === 1 ? 'One key' : `${String(keys)} keys`);
  if (apiKeysRevoked > 0) return `${count(apiKeysRevoked)} that they made can do nothing any more.`;
  return apiKeysLeft > 0 ? `${count(apiKeysLeft)} that they made still work: see the API keys.` : '';
}
