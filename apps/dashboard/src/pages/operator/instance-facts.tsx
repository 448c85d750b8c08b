import { Link } from '@tanstack/react-router';
import type { InstanceState } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { Copyable } from '../../ui/copyable.js';
import { Facts } from '../../ui/facts.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';
import { bytes } from './bytes.js';

/** What runs, and on what. */
export function InstanceFacts({ state }: { readonly state: InstanceState }) {
  const { version, publicUrl, startedAt, roles, database, redis, mail } = state;
  const sends = mail.transport === 'smtp';
  return (
    <Card title="What runs">
      <Facts
        of={[
          ['Version', version],
          ['Address', <Copyable key="url" value={publicUrl} what="address" whole />],
          ['Started', <Time key="at" at={startedAt} />],
          ['Roles of this process', roles.join(', ')],
          ['PostgreSQL', `${database.version}, ${bytes(database.sizeBytes)}`],
          [
            'Redis',
            <StatusBadge key="redis" tone={redis ? 'good' : 'calm'}>
              {redis ? 'Connected' : 'Not used'}
            </StatusBadge>,
          ],
          [
            'Mail',
            sends ? (
              <StatusBadge key="mail" tone="good">
                Sent by SMTP
              </StatusBadge>
            ) : (
              <span key="mail">
                <StatusBadge tone="warn">Not sent</StatusBadge> They stand in the{' '}
                <Link to="/operator/mails">mail outbox</Link> until SMTP_URL is set.
              </span>
            ),
          ],
        ]}
      />
    </Card>
  );
}
