import { TextInput } from '@mantine/core';
import type { Wallet, WalletRole } from '../../api/shapes/wallets.js';
import { Confirm } from '../../ui/confirm.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { useChangeWallet, useRemoveWallet } from './wallets-api.js';

/** What is to be done with a wallet. */
export type WalletDeed = 'primary' | 'fallback' | 'none' | 'rename' | 'remove';

/** A wallet, and what is to be done with it; null while nothing is. */
export interface WalletDialogsProps {
  readonly wallet: Wallet;
  readonly name: string;
  readonly deed: WalletDeed | null;
  readonly onClose: () => void;
}

const questions = {
  primary: {
    confirm: 'Make primary',
    text: 'From this moment it makes the invoices of live challenges. The wallet that did so keeps its own invoices and loses the role; there is no gap.',
  },
  fallback: {
    confirm: 'Make fallback',
    text: 'It makes invoices while the primary wallet cannot. If it is the primary one now, there is none afterwards, and live challenges are refused.',
  },
  none: {
    confirm: 'Take role away',
    text: 'It makes no more invoices, but is still asked about those that it made. Without a primary wallet live challenges are refused.',
  },
} as const;

/** The dialogs that change a wallet: each says what follows before it is done. */
export function WalletDialogs({ wallet, name, deed, onClose }: WalletDialogsProps) {
  const change = useChangeWallet();
  const remove = useRemoveWallet();
  const close = (): void => {
    onClose();
    change.reset();
    remove.reset();
  };
  const role = deed === 'primary' || deed === 'fallback' || deed === 'none' ? deed : null;
  const question = questions[role ?? 'none'];
  const giveRole = (): void => {
    if (role === null) return;
    const wanted: WalletRole = role === 'none' ? null : role;
    const done = (): void => {
      notifyDone(`${name} is changed.`);
      close();
    };
    change.mutate({ id: wallet.id, role: wanted }, { onSuccess: done });
  };
  const removeIt = (): void => {
    const done = (): void => {
      notifyDone(`${name} is removed.`);
      close();
    };
    remove.mutate(wallet.id, { onSuccess: done });
  };
  return (
    <>
      <Confirm
        opened={role !== null}
        title={`${question.confirm}: ${name}?`}
        confirm={question.confirm}
        pending={change.isPending}
        error={change.error}
        onConfirm={giveRole}
        onClose={close}
      >
        {question.text}
      </Confirm>
      <Confirm
        opened={deed === 'remove'}
        title={`Remove ${name}?`}
        confirm="Remove wallet"
        danger
        pending={remove.isPending}
        error={remove.error}
        onConfirm={removeIt}
        onClose={close}
      >
        Its credentials are erased. Open invoices of it can still be paid, but nobody hears of it: their
        settlement stays unknown. Tokens already paid for stay good. The primary wallet cannot be removed;
        make another one primary first.
      </Confirm>
      <Dialog opened={deed === 'rename'} title={`Rename ${name}`} onClose={close}>
        <RenameForm wallet={wallet} change={change} onClose={close} />
      </Dialog>
    </>
  );
}

interface RenameFormProps {
  readonly wallet: Wallet;
  readonly change: ReturnType<typeof useChangeWallet>;
  readonly onClose: () => void;
}

function RenameForm({ wallet, change, onClose }: RenameFormProps) {
  const fields = useFields({ label: wallet.label ?? '' }, change.error);
  return (
    <DialogForm
      submit="Rename"
      pending={change.isPending}
      error={fields.shows(change.error) ? null : change.error}
      onSubmit={() =>
        change.mutate({ id: wallet.id, label: fields.values.label.trim() }, { onSuccess: onClose })
      }
      onCancel={onClose}
    >
      <TextInput
        label="Label"
        description="Empty: it is called by its kind."
        maxLength={100}
        data-autofocus
        {...fields.bind('label')}
      />
    </DialogForm>
  );
}
