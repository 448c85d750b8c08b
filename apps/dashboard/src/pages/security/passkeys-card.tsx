import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Passkey } from '../../api/shapes/security.js';
import { Card } from '../../ui/card.js';
import { Confirm } from '../../ui/confirm.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { QueryView } from '../../ui/query-view.js';
import { RowMenu } from '../../ui/row-menu.js';
import { Time } from '../../ui/time.js';
import { hasPasskeysHere, PasskeysElsewhere } from '../sign-in/passkeys-elsewhere.js';
import { passkeyProblem } from '../sign-in/passkey-problem.js';
import { passkeysQuery, useAddPasskey, useRemovePasskey } from './security-api.js';

/** The passkeys: made in the browser, used instead of password and code. */
export function PasskeysCard() {
  const passkeys = useQuery(passkeysQuery);
  const [adds, add] = useDisclosure(false);
  const [gone, setGone] = useState<Passkey | null>(null);
  const columns: readonly Column<Passkey>[] = [
    { key: 'label', header: 'Passkey', cell: ({ label }) => <strong>{label ?? 'Without a name'}</strong> },
    { key: 'used', header: 'Last used', cell: ({ lastUsedAt }) => <Time at={lastUsedAt} none="never" /> },
    { key: 'made', header: 'Made', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      key: 'actions',
      header: <span className="tp-hidden">Actions</span>,
      align: 'right',
      width: 56,
      cell: (passkey) => (
        <RowMenu
          of={passkey.label ?? 'this passkey'}
          deeds={[{ label: 'Remove', icon: 'trash', danger: true, onClick: () => setGone(passkey) }]}
        />
      ),
    },
  ];
  return (
    <Card
      title="Passkeys"
      description="Sign in by fingerprint, face or a security key, without a password. Cannot be phished."
      flush
      actions={
        hasPasskeysHere() ? (
          <Button size="xs" onClick={add.open}>
            Add a passkey
          </Button>
        ) : undefined
      }
    >
      <QueryView query={passkeys} height={120}>
        {(data) =>
          data.passkeys.length === 0 ? (
            <EmptyState icon="key" title="No passkey yet">
              Your browser or phone keeps it. Make one on each device, or one in a password manager.
            </EmptyState>
          ) : (
            <DataTable caption="Passkeys" columns={columns} rows={data.passkeys} rowKey={({ id }) => id} />
          )
        }
      </QueryView>
      {!hasPasskeysHere() && (
        <div style={{ padding: '8px 16px 16px' }}>
          <PasskeysElsewhere />
        </div>
      )}
      <Dialog opened={adds} title="Add a passkey" onClose={add.close}>
        <AddPasskeyForm onClose={add.close} />
      </Dialog>
      <RemovePasskey passkey={gone} onClose={() => setGone(null)} />
    </Card>
  );
}

function AddPasskeyForm({ onClose }: { readonly onClose: () => void }) {
  const add = useAddPasskey();
  const error = passkeyProblem(add.error, 'made');
  const fields = useFields({ label: '' }, add.error);
  const done = (): void => {
    notifyDone('The passkey is added.');
    onClose();
  };
  return (
    <DialogForm
      submit="Go on in the browser"
      pending={add.isPending}
      error={fields.shows(add.error) ? null : error}
      onSubmit={() => add.mutate(fields.values.label.trim(), { onSuccess: done })}
      onCancel={onClose}
    >
      <TextInput
        label="Name"
        description="So that you know it again."
        placeholder="Laptop"
        maxLength={100}
        data-autofocus
        {...fields.bind('label')}
      />
    </DialogForm>
  );
}

function RemovePasskey({
  passkey,
  onClose,
}: {
  readonly passkey: Passkey | null;
  readonly onClose: () => void;
}) {
  const remove = useRemovePasskey();
  const done = (): void => {
    notifyDone('The passkey is removed.');
    onClose();
  };
  return (
    <Confirm
      opened={passkey !== null}
      title={`Remove ${passkey?.label ?? 'this passkey'}?`}
      confirm="Remove passkey"
      danger
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => {
        if (passkey !== null) remove.mutate(passkey.id, { onSuccess: done });
      }}
      onClose={onClose}
    >
      It signs nobody in any more. Remove it from your device, too.
    </Confirm>
  );
}
