import type { Invitation } from '../../api/shapes/members.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { RowMenu } from '../../ui/row-menu.js';
import { Time } from '../../ui/time.js';
import { useInvite, useWithdraw } from './members-api.js';
import { roleName } from './role-words.js';

/** The invitations that nobody has taken yet; nothing where there are none. */
export function InvitationTable({
  invitations,
  mayChange,
}: {
  readonly invitations: readonly Invitation[];
  readonly mayChange: boolean;
}) {
  const withdraw = useWithdraw();
  const invite = useInvite();
  if (invitations.length === 0) return null;
  const error = withdraw.error ?? invite.error;
  const columns: readonly Column<Invitation>[] = [
    { key: 'email', header: 'Asked', cell: ({ email }) => <span className="tp-break">{email}</span> },
    { key: 'role', header: 'Role', cell: ({ role }) => roleName(role) },
    { key: 'sent', header: 'Sent', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
    { key: 'ends', header: 'Ends', wide: true, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
    {
      key: 'actions',
      header: <span className="tp-hidden">Actions</span>,
      align: 'right',
      width: 56,
      cell: ({ id, email, role }) =>
        mayChange ? (
          <RowMenu
            of={email}
            deeds={[
              {
                label: 'Send again',
                icon: 'mail',
                onClick: () =>
                  invite.mutate({ email, role }, { onSuccess: () => notifyDone('It is sent again.') }),
              },
              {
                label: 'Take back',
                icon: 'trash',
                danger: true,
                onClick: () =>
                  withdraw.mutate(id, { onSuccess: () => notifyDone('The invitation is taken back.') }),
              },
            ]}
          />
        ) : null,
    },
  ];
  return (
    <Card title="Invited" description="They were sent a link that is good for a week." flush>
      {error !== null && <ProblemNotice error={error} />}
      <DataTable caption="Invitations" columns={columns} rows={invitations} rowKey={({ id }) => id} />
    </Card>
  );
}
