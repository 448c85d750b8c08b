import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useMode } from '../../api/mode.js';
import type { Webhook } from '../../api/shapes/webhooks.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Icon } from '../../ui/icon.js';
import { notifyDone } from '../../ui/notify.js';
import { Page } from '../../ui/page.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QueryView } from '../../ui/query-view.js';
import { RowMenu } from '../../ui/row-menu.js';
import { DeliveriesCard } from './deliveries-card.js';
import { WebhookDialogs } from './webhook-dialogs.js';
import type { WebhookDeed } from './webhook-dialogs.js';
import { WebhookFacts } from './webhook-facts.js';
import { useChangeWebhook, useTestWebhook, webhooksQuery } from './webhooks-api.js';

const route = getRouteApi('/signed-in/webhooks/$webhookId');

/** One webhook: where it leads, how it stands, and what was sent to it. */
export function WebhookPage() {
  const { webhookId } = route.useParams();
  const mode = useMode();
  const mayChange = useMay('developer');
  const webhooks = useQuery(webhooksQuery(mode));
  const webhook = webhooks.data?.webhooks.find(({ id }) => id === webhookId);
  return (
    <Page title={webhook?.description ?? 'Webhook'} back={<Link to="/webhooks">Webhooks</Link>}>
      <QueryView query={webhooks} height={480}>
        {() =>
          webhook === undefined ? (
            <Card>
              <EmptyState icon="webhook" title={`There is no such webhook in ${mode} mode`}>
                It was removed, or it belongs to the other mode: switch above.
              </EmptyState>
            </Card>
          ) : (
            <>
              <WebhookFacts
                webhook={webhook}
                actions={mayChange ? <Actions webhook={webhook} /> : undefined}
              />
              <DeliveriesCard mode={mode} webhook={webhook} mayReplay={mayChange} />
            </>
          )
        }
      </QueryView>
    </Page>
  );
}

function Actions({ webhook }: { readonly webhook: Webhook }) {
  const test = useTestWebhook();
  const change = useChangeWebhook();
  const [deed, setDeed] = useState<WebhookDeed | null>(null);
  const error = test.error ?? change.error;
  const toggle = (): void =>
    change.mutate(
      { id: webhook.id, enabled: !webhook.enabled },
      { onSuccess: ({ enabled }) => notifyDone(enabled ? 'The webhook is on.' : 'The webhook is off.') },
    );
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="play" size={16} />}
        disabled={!webhook.enabled}
        loading={test.isPending}
        onClick={() =>
          test.mutate(webhook.id, { onSuccess: () => notifyDone('A test event is on its way.') })
        }
      >
        Send test event
      </Button>
      <Button
        size="xs"
        variant={webhook.enabled ? 'default' : 'filled'}
        loading={change.isPending}
        onClick={toggle}
      >
        {webhook.enabled ? 'Switch off' : 'Switch on'}
      </Button>
      <RowMenu
        of="this webhook"
        deeds={[
          { label: 'Edit', icon: 'settings', onClick: () => setDeed('edit') },
          { label: 'Rotate secret', icon: 'refresh', onClick: () => setDeed('rotate') },
          { label: 'Remove', icon: 'trash', danger: true, onClick: () => setDeed('remove') },
        ]}
      />
      {error !== null && <ProblemNotice error={error} />}
      <WebhookDialogs webhook={webhook} deed={deed} onClose={() => setDeed(null)} />
    </>
  );
}
