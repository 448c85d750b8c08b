import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Mode } from '../../api/mode.js';
import type { Scope } from '../../api/shapes/api-keys.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { useFields } from '../../ui/fields.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { KeyUse } from './key-use.js';
import { useCreateKey } from './keys-api.js';
import { scopeWords, usualScopes } from './scopes.js';

const dayMillis = 86_400_000;
const lifetimes = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
];

/** Which dialog is open, and in which mode the key is made. */
export interface CreateKeyDialogProps {
  readonly opened: boolean;
  readonly mode: Mode;
  readonly onClose: () => void;
}

/** Asks what a new key is to be, makes it, and shows its secret this once. */
export function CreateKeyDialog({ opened, mode, onClose }: CreateKeyDialogProps) {
  const create = useCreateKey();
  const close = (): void => {
    onClose();
    create.reset();
  };
  const made = create.data;
  return (
    <Dialog
      opened={opened}
      title={made === undefined ? `New ${mode} key` : `Your new ${mode} key`}
      size="lg"
      firm={made !== undefined}
      onClose={close}
    >
      {made === undefined ? (
        <CreateKeyForm create={create} onCancel={close} />
      ) : (
        <ShownOnce secret={made.key} what="API key" onDone={close}>
          <KeyUse />
        </ShownOnce>
      )}
    </Dialog>
  );
}

interface CreateKeyFormProps {
  readonly create: ReturnType<typeof useCreateKey>;
  readonly onCancel: () => void;
}

function CreateKeyForm({ create, onCancel }: CreateKeyFormProps) {
  const fields = useFields({ label: '', expiresAt: '' }, create.error);
  const [scopes, setScopes] = useState<readonly string[]>(usualScopes);
  const submit = (): void => {
    const days = fields.values.expiresAt;
    const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * dayMillis).toISOString();
    create.mutate({ label: fields.values.label, scopes: scopes as readonly Scope[], expiresAt });
  };
  return (
    <DialogForm
      submit="Make key"
      pending={create.isPending}
      disabled={scopes.length === 0}
      error={fields.shows(create.error) ? null : create.error}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <TextInput
        label="Label"
        description="Where it is used, so that you know which one to end."
        placeholder="web server"
        maxLength={100}
        data-autofocus
        {...fields.bind('label')}
      />
      <Checkbox.Group
        label="What it may do"
        description="None includes another."
        value={[...scopes]}
        onChange={setScopes}
        error={scopes.length === 0 ? 'Choose at least one.' : null}
      >
        <Stack gap="xs" mt="xs">
          {scopeWords.map(({ scope, name, means }) => (
            <Checkbox key={scope} value={scope} label={name} description={means} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label="Ends"
        description="A webhook can tell you a week before: api_key.expiring."
        data={lifetimes}
        allowDeselect={false}
        value={fields.values.expiresAt}
        onChange={(value) => fields.set('expiresAt', value ?? '')}
        error={fields.bind('expiresAt').error}
      />
    </DialogForm>
  );
}
