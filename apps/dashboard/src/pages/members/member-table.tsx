import { useState } from 'react';
import type { Member } from '../../api/shapes/members.js';
import { useSession } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { RowMenu } from '../../ui/row-menu.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';
import { RemoveMemberDialog, RoleDialog } from './member-dialogs.js';
import { roleName } from './role-words.js';

interface Chosen {
  readonly member: Member;
  readonly deed: 'role' | 'remove';
}

/** The members with what can be done about each. */
export function MemberTable({
  members,
  mayChange,
}: {
  readonly members: readonly Member[];
  readonly mayChange: boolean;
}) {
  const me = useSession().member?.userId;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const columns: readonly Column<Member>[] = [
    {
      key: 'member',
      header: 'Member',
      cell: ({ userId, name, email }) => (
        <div className="tp-break">
          <strong>{name ?? email}</strong>
          {userId === me && ' (you)'}
          {name !== null && <div style={{ color: 'var(--mantine-color-dimmed)' }}>{email}</div>}
        </div>
      ),
    },
    { key: 'role', header: 'Role', cell: ({ role }) => roleName(role) },
    {
      key: 'totp',
      header: 'Second factor',
      wide: true,
      cell: ({ totpEnabled }) => (
        <StatusBadge tone={totpEnabled ? 'good' : 'calm'}>{totpEnabled ? 'On' : 'Off'}</StatusBadge>
      ),
    },
    {
      key: 'seen',
      header: 'Last seen',
      wide: true,
      cell: ({ lastSeenAt }) => <Time at={lastSeenAt} none="never" />,
    },
    { key: 'joined', header: 'Joined', wide: true, cell: ({ joinedAt }) => <Time at={joinedAt} /> },
    {
      key: 'actions',
      header: <span className="tp-hidden">Actions</span>,
      align: 'right',
      width: 56,
      cell: (member) =>
        mayChange ? (
          <RowMenu
            of={member.name ?? member.email}
            deeds={[
              { label: 'Change role', icon: 'user', onClick: () => setChosen({ member, deed: 'role' }) },
              {
                label: member.userId === me ? 'Leave' : 'Remove',
                icon: 'trash',
                danger: true,
                onClick: () => setChosen({ member, deed: 'remove' }),
              },
            ]}
          />
        ) : null,
    },
  ];
  return (
    <Card title="Members" flush>
      <DataTable caption="Members" columns={columns} rows={members} rowKey={({ userId }) => userId} />
      <RoleDialog member={chosen?.deed === 'role' ? chosen.member : null} onClose={() => setChosen(null)} />
      <RemoveMemberDialog
        member={chosen?.deed === 'remove' ? chosen.member : null}
        isMe={chosen?.member.userId === me}
        onClose={() => setChosen(null)}
      />
    </Card>
  );
}
