import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMode } from '../../api/mode.js';
import type { Webhook } from '../../api/shapes/webhooks.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Icon } from '../../ui/icon.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { Time } from '../../ui/time.js';
import { CreateWebhookDialog } from './create-webhook-dialog.js';
import { EventLog } from './event-log.js';
import { eventsInWords } from './event-words.js';
import { WebhookState } from './webhook-state.js';
import { webhooksQuery } from './webhooks-api.js';

const columns: readonly Column<Webhook>[] = [
  {
    key: 'url',
    header: 'Address',
    cell: ({ id, url, description }) => (
      <div>
        <Link to="/webhooks/$webhookId" params={{ webhookId: id }} className="tp-break">
          {url.replace(/^https:\/\//, '')}
        </Link>
        {description !== null && <div style={{ color: 'var(--mantine-color-dimmed)' }}>{description}</div>}
      </div>
    ),
  },
  { key: 'state', header: 'State', cell: (webhook) => <WebhookState webhook={webhook} /> },
  { key: 'events', header: 'Events', wide: true, cell: ({ events }) => eventsInWords(events) },
  { key: 'created', header: 'Added', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** Where events are sent to, and all events of the last 30 days. */
export function WebhooksPage() {
  const mode = useMode();
  const mayChange = useMay('developer');
  const navigate = useNavigate();
  const webhooks = useQuery(webhooksQuery(mode));
  const [creates, create] = useDisclosure(false);
  const newButton = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={create.open}>
      New webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      description={`Your server is told what happens in ${mode} mode: sales, wallets, keys, plan.`}
      actions={mayChange ? newButton : undefined}
    >
      <QueryView query={webhooks} height={560}>
        {({ webhooks: all }) => (
          <>
            {all.length === 0 ? (
              <Card>
                <EmptyState icon="webhook" title="No webhook yet" action={mayChange ? newButton : undefined}>
                  Give the https address of your server, and it gets a signed request for each event. What
                  does not arrive is sent again for days.
                </EmptyState>
              </Card>
            ) : (
              <Card title="Endpoints" flush>
                <DataTable
                  caption="Webhooks"
                  columns={columns}
                  rows={all}
                  rowKey={({ id }) => id}
                  onRow={({ id }) => void navigate({ to: '/webhooks/$webhookId', params: { webhookId: id } })}
                />
              </Card>
            )}
            <EventLog mode={mode} mayReplay={mayChange && all.length > 0} />
          </>
        )}
      </QueryView>
      <CreateWebhookDialog opened={creates} onClose={create.close} />
    </Page>
  );
}
