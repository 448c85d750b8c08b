import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Proxy } from '../../api/shapes/proxies.js';
import { Confirm } from '../../ui/confirm.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { useChangeProxy, useRemoveProxy, useUnpublishProxy } from './proxies-api.js';

/** What is to be done with a proxy. */
export type ProxyDeed = 'edit' | 'unpublish' | 'remove';

/** A proxy, and what is to be done with it; null while nothing is. */
export interface ProxyDialogsProps {
  readonly proxy: Proxy;
  readonly deed: ProxyDeed | null;
  readonly onClose: () => void;
}

/** The dialogs that name a proxy anew, take it from the public, or delete it. */
export function ProxyDialogs({ proxy, deed, onClose }: ProxyDialogsProps) {
  const remove = useRemoveProxy();
  const navigate = useNavigate();
  const close = (): void => {
    onClose();
    remove.reset();
  };
  const removed = (): void => {
    notifyDone('The proxy is deleted.');
    close();
    void navigate({ to: '/proxies' });
  };
  return (
    <>
      <Dialog opened={deed === 'edit'} title="Edit name" onClose={close}>
        <NameForm proxy={proxy} onDone={close} />
      </Dialog>
      <Dialog opened={deed === 'unpublish'} title="Unpublish this proxy for good?" onClose={close}>
        <UnpublishForm proxyId={proxy.proxyId} onDone={close} />
      </Dialog>
      <Confirm
        opened={deed === 'remove'}
        title={`Delete ${proxy.name}?`}
        confirm="Delete proxy"
        danger
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(proxy.proxyId, { onSuccess: removed })}
        onClose={close}
      >
        Its prices and host names go with it, and its address is never given again. Tokens that were paid for
        open nothing any more. To stop for a while, pause it instead. What was sold stays under Challenges.
      </Confirm>
    </>
  );
}

interface FormProps {
  readonly onDone: () => void;
}

function NameForm({ proxy, onDone }: FormProps & { readonly proxy: Proxy }) {
  const change = useChangeProxy(proxy.proxyId);
  const fields = useFields({ name: proxy.name, description: proxy.description ?? '' }, change.error);
  const { name, description } = fields.values;
  return (
    <DialogForm
      submit="Save"
      pending={change.isPending}
      disabled={name.trim() === ''}
      error={fields.shows(change.error) ? null : change.error}
      onSubmit={() =>
        change.mutate({ name: name.trim(), description: description.trim() }, { onSuccess: onDone })
      }
      onCancel={onDone}
    >
      <TextInput
        label="Name"
        description="The address stays as it is."
        maxLength={100}
        data-autofocus
        {...fields.bind('name')}
      />
      <TextInput label="Description (optional)" maxLength={500} {...fields.bind('description')} />
    </DialogForm>
  );
}

function UnpublishForm({ proxyId, onDone }: FormProps & { readonly proxyId: string }) {
  const unpublish = useUnpublishProxy();
  const fields = useFields({ reason: '' }, unpublish.error);
  return (
    <DialogForm
      submit="Unpublish for good"
      danger
      pending={unpublish.isPending}
      error={fields.shows(unpublish.error) ? null : unpublish.error}
      onSubmit={() =>
        unpublish.mutate(
          { proxyId, reason: fields.values.reason.trim() },
          {
            onSuccess: () => {
              notifyDone('The proxy is unpublished.');
              onDone();
            },
          },
        )
      }
      onCancel={onDone}
    >
      <p style={{ margin: 0 }}>
        It is listed no more, sells nothing and passes nothing on, and cannot be brought back. It stays here
        to be looked at. To stop for a while, pause it instead.
      </p>
      <TextInput
        label="Reason (optional)"
        description="For your own audit log."
        maxLength={500}
        data-autofocus
        {...fields.bind('reason')}
      />
    </DialogForm>
  );
}
