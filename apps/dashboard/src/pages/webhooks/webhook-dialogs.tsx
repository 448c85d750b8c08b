import { useNavigate } from '@tanstack/react-router';
import type { Webhook } from '../../api/shapes/webhooks.js';
import { Confirm } from '../../ui/confirm.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { notifyDone } from '../../ui/notify.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { SignatureHelp } from './signature-help.js';
import { WebhookForm } from './webhook-form.js';
import { useChangeWebhook, useRemoveWebhook, useRotateSecret } from './webhooks-api.js';

/** What is to be done with a webhook. */
export type WebhookDeed = 'edit' | 'rotate' | 'remove';

/** A webhook, and what is to be done with it; null while nothing is. */
export interface WebhookDialogsProps {
  readonly webhook: Webhook;
  readonly deed: WebhookDeed | null;
  readonly onClose: () => void;
}

/** The dialogs that change a webhook, rotate its secret, or remove it. */
export function WebhookDialogs({ webhook, deed, onClose }: WebhookDialogsProps) {
  const change = useChangeWebhook();
  const rotate = useRotateSecret();
  const remove = useRemoveWebhook();
  const navigate = useNavigate();
  const close = (): void => {
    onClose();
    change.reset();
    rotate.reset();
    remove.reset();
  };
  const removed = (): void => {
    notifyDone('The webhook is removed.');
    close();
    void navigate({ to: '/webhooks' });
  };
  const fresh = rotate.data;
  return (
    <>
      <Dialog opened={deed === 'edit'} title="Edit webhook" size="lg" onClose={close}>
        <WebhookForm
          initial={{
            url: webhook.url,
            description: webhook.description ?? '',
            events: webhook.events ?? [],
          }}
          submit="Save"
          pending={change.isPending}
          error={change.error}
          onSubmit={(wish) => change.mutate({ id: webhook.id, ...wish }, { onSuccess: close })}
          onCancel={close}
        />
      </Dialog>
      <Dialog
        opened={deed === 'rotate'}
        title={fresh === undefined ? 'Rotate the secret?' : 'The new secret'}
        size="lg"
        firm={fresh !== undefined}
        onClose={close}
      >
        {fresh === undefined ? (
          <DialogForm
            submit="Make a new secret"
            pending={rotate.isPending}
            error={rotate.error}
            onSubmit={() => rotate.mutate(webhook.id)}
            onCancel={close}
          >
            <p style={{ margin: 0 }}>
              The old secret signs beside the new one for 24 hours, so that your server can change over
              without losing an event.
            </p>
          </DialogForm>
        ) : (
          <ShownOnce secret={fresh.secret} what="signing secret" onDone={close}>
            <SignatureHelp />
          </ShownOnce>
        )}
      </Dialog>
      <Confirm
        opened={deed === 'remove'}
        title="Remove this webhook?"
        confirm="Remove webhook"
        danger
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(webhook.id, { onSuccess: removed })}
        onClose={close}
      >
        Nothing more is sent to it, what is on its way included. To pause it, switch it off instead. The event
        log stays.
      </Confirm>
    </>
  );
}
