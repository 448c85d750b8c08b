import { Dialog } from '../../ui/dialog.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { SignatureHelp } from './signature-help.js';
import { WebhookForm } from './webhook-form.js';
import { useCreateWebhook } from './webhooks-api.js';

const empty = { url: '', description: '', events: [] };

/** Makes a webhook and shows its secret this once. */
export function CreateWebhookDialog({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const create = useCreateWebhook();
  const close = (): void => {
    onClose();
    create.reset();
  };
  const made = create.data;
  return (
    <Dialog
      opened={opened}
      title={made === undefined ? 'New webhook' : 'Your webhook’s secret'}
      size="lg"
      firm={made !== undefined}
      onClose={close}
    >
      {made === undefined ? (
        <WebhookForm
          initial={empty}
          submit="Add webhook"
          pending={create.isPending}
          error={create.error}
          onSubmit={(wish) => create.mutate(wish)}
          onCancel={close}
        />
      ) : (
        <ShownOnce secret={made.secret} what="signing secret" onDone={close}>
          <SignatureHelp />
        </ShownOnce>
      )}
    </Dialog>
  );
}
