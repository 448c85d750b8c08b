import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { useSession } from '../../session/use-session.js';
import { PasskeysCard } from './passkeys-card.js';
import { PasswordCard } from './password-card.js';
import { SessionsCard } from './sessions-card.js';
import { TotpCard } from './totp-card.js';

/** How the person who is signed in signs in, and where they are signed in now. */
export function SecurityPage() {
  const { member } = useSession();
  if (member === null)
    return (
      <Page narrow title="Sign-in & security">
        <Card>
          <EmptyState icon="shield" title="You are signed in with an API key">
            This session ends with the key. Sign in as a member to set a password, a second factor or
            passkeys.
          </EmptyState>
        </Card>
      </Page>
    );
  return (
    <Page
      narrow
      title="Sign-in & security"
      description={`How ${member.email} signs in. It counts for all merchants.`}
    >
      <PasswordCard hasPassword={member.hasPassword} email={member.email} />
      <TotpCard enabled={member.totpEnabled} />
      <PasskeysCard />
      <SessionsCard />
    </Page>
  );
}
