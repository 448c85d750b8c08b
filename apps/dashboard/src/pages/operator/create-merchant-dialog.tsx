import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CodeBlock } from '../../ui/code-block.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { useFields } from '../../ui/fields.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { plansQuery } from '../plan/plan-api.js';
import { useCreateMerchant } from './operator-api.js';

/** Whether the dialog is open. */
export interface CreateMerchantDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Makes a merchant and shows its first keys this once. */
export function CreateMerchantDialog({ opened, onClose }: CreateMerchantDialogProps) {
  const create = useCreateMerchant();
  const close = (): void => {
    onClose();
    create.reset();
  };
  const made = create.data;
  return (
    <Dialog
      opened={opened}
      title={made === undefined ? 'New merchant' : `Keys of ${made.name}`}
      firm={made !== undefined}
      onClose={close}
    >
      {made === undefined ? (
        <CreateMerchantForm create={create} onCancel={close} />
      ) : (
        <ShownOnce secret={made.apiKey} what="live key" onDone={close}>
          <div>
            <p style={{ margin: '0 0 6px' }}>And its test key:</p>
            <CodeBlock code={made.testApiKey} what="test key" wrap />
          </div>
        </ShownOnce>
      )}
    </Dialog>
  );
}

interface CreateMerchantFormProps {
  readonly create: ReturnType<typeof useCreateMerchant>;
  readonly onCancel: () => void;
}

function CreateMerchantForm({ create, onCancel }: CreateMerchantFormProps) {
  const { data } = useQuery(plansQuery);
  const fields = useFields({ name: '', email: '', planTier: '' }, create.error);
  const { name, email, planTier } = fields.values;
  return (
    <DialogForm
      submit="Make merchant"
      pending={create.isPending}
      disabled={name.trim() === '' || email.trim() === ''}
      error={fields.shows(create.error) ? null : create.error}
      onSubmit={() =>
        create.mutate({
          name: name.trim(),
          email: email.trim(),
          planTier: planTier === '' ? null : planTier,
        })
      }
      onCancel={onCancel}
    >
      <TextInput label="Name" maxLength={200} data-autofocus {...fields.bind('name')} />
      <TextInput
        label="Email"
        description="One address is one merchant."
        type="email"
        autoComplete="off"
        {...fields.bind('email')}
      />
      <Select
        label="Plan"
        placeholder="As for new merchants"
        clearable
        clearButtonProps={{ 'aria-label': 'As for new merchants' }}
        data={(data?.plans ?? []).map(({ id, name: label }) => ({ value: id, label }))}
        value={planTier === '' ? null : planTier}
        onChange={(value) => fields.set('planTier', value ?? '')}
        error={fields.bind('planTier').error}
      />
    </DialogForm>
  );
}
