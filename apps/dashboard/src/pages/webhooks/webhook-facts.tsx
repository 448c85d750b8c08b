import type { ReactNode } from 'react';
import type { Webhook } from '../../api/shapes/webhooks.js';
import { Card } from '../../ui/card.js';
import { Copyable } from '../../ui/copyable.js';
import { Facts } from '../../ui/facts.js';
import { Note } from '../../ui/note.js';
import { Time } from '../../ui/time.js';
import { eventsInWords } from './event-words.js';
import { WebhookState } from './webhook-state.js';

/** A webhook, and the buttons for what can be done with it. */
export interface WebhookFactsProps {
  readonly webhook: Webhook;
  readonly actions: ReactNode;
}

/** What a webhook is set to, and what to do where it does not work. */
export function WebhookFacts({ webhook, actions }: WebhookFactsProps) {
  const { url, events, id, createdAt } = webhook;
  return (
    <>
      <Trouble webhook={webhook} />
      <Card title="Endpoint" actions={actions}>
        <Facts
          of={[
            ['Address', <Copyable key="url" value={url} what="address" whole />],
            ['State', <WebhookState key="state" webhook={webhook} />],
            [
              'Events',
              events === null ? (
                eventsInWords(null)
              ) : (
                <span key="events" className="tp-mono tp-break">
                  {events.join(', ')}
                </span>
              ),
            ],
            ['Added', <Time key="at" at={createdAt} />],
            ['Id', <Copyable key="id" value={id} what="webhook id" />],
          ]}
        />
      </Card>
    </>
  );
}

function Trouble({ webhook }: { readonly webhook: Webhook }) {
  const { enabled, disabledReason, disabledAt, failingSince } = webhook;
  if (enabled && failingSince !== null)
    return (
      <Note tone="warn" title="Nothing arrives">
        Since <Time at={failingSince} />. Each event is sent again for about three days; after five without
        success the webhook is disabled. The last answer says why.
      </Note>
    );
  if (enabled || disabledReason === 'merchant') return null;
  return (
    <Note tone="bad" title="Disabled by us">
      <Time at={disabledAt} />,{' '}
      {disabledReason === 'gone'
        ? 'because your server answered 410, which means that it wants no more.'
        : 'because nothing arrived for five days.'}{' '}
      Repair the receiver and switch it on: it gets what happens from then on. Older events are sent again
      from the event log.
    </Note>
  );
}
