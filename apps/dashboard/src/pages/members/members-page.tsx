import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../session/use-session.js';
import { Icon } from '../../ui/icon.js';
import { Note } from '../../ui/note.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { InvitationTable } from './invitation-table.js';
import { InviteDialog } from './invite-dialog.js';
import { MemberTable } from './member-table.js';
import { membersQuery } from './members-api.js';

/** Who may sign in for the merchant, with which role, and who was asked to. */
export function MembersPage() {
  const mayChange = useMay('owner');
  const members = useQuery(membersQuery);
  const [invites, invite] = useDisclosure(false);
  return (
    <Page
      title="Members"
      description="Who may sign in for this merchant, and what they may do."
      actions={
        mayChange ? (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={invite.open}>
            Invite somebody
          </Button>
        ) : undefined
      }
    >
      <QueryView query={members} height={240}>
        {({ members: all, invitations }) => (
          <>
            {mayChange && all.filter(({ role }) => role === 'owner').length === 1 && (
              <Note tone="calm">
                You have one owner. With a second one nobody is locked out if the first loses their sign-in.
              </Note>
            )}
            <MemberTable members={all} mayChange={mayChange} />
            <InvitationTable invitations={invitations} mayChange={mayChange} />
          </>
        )}
      </QueryView>
      <InviteDialog opened={invites} onClose={invite.close} />
    </Page>
  );
}
