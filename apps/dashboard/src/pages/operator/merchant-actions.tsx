import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import type { MerchantDetail } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { Confirm } from '../../ui/confirm.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { Dialog } from '../../ui/dialog.js';
import { notifyDone } from '../../ui/notify.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { ExactTime } from '../../ui/time.js';
import { useChangeMerchant, useIssueKey, useLoginLink } from './operator-api.js';
import classes from './merchant-actions.module.css';

type Deed = 'link' | 'key' | 'active';

/** What the operator can do for a merchant: let it in again, give it a key, stop it. */
export function MerchantActions({ merchant }: { readonly merchant: MerchantDetail }) {
  const [deed, setDeed] = useState<Deed | null>(null);
  const close = (): void => setDeed(null);
  return (
    <Card title="Help and stop" description="Each of these is written to the audit log.">
      <div className={classes['buttons']}>
        <Button variant="default" onClick={() => setDeed('link')}>
          Make a sign-in link
        </Button>
        <Button variant="default" onClick={() => setDeed('key')}>
          Make a key
        </Button>
        <Button
          variant={merchant.isActive ? 'outline' : 'filled'}
          color={merchant.isActive ? 'brick' : 'pine'}
          onClick={() => setDeed('active')}
        >
          {merchant.isActive ? 'Suspend' : 'Let it sell again'}
        </Button>
      </div>
      <LinkDialog merchant={merchant} opened={deed === 'link'} onClose={close} />
      <KeyDialog merchant={merchant} opened={deed === 'key'} onClose={close} />
      <ActiveDialog merchant={merchant} opened={deed === 'active'} onClose={close} />
    </Card>
  );
}

interface DeedProps {
  readonly merchant: MerchantDetail;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function LinkDialog({ merchant, opened, onClose }: DeedProps) {
  const link = useLoginLink(merchant.merchantId);
  const close = (): void => {
    onClose();
    link.reset();
  };
  return (
    <Dialog
      opened={opened}
      title={`Sign-in link for ${merchant.name}`}
      size="lg"
      firm={link.isSuccess}
      onClose={close}
    >
      {link.isSuccess ? (
        <ShownOnce secret={link.data.url} what="sign-in link" onDone={close}>
          <p style={{ margin: 0 }}>
            It signs in once, until <ExactTime at={link.data.expiresAt} />.
          </p>
        </ShownOnce>
      ) : (
        <DialogForm
          submit="Make link"
          pending={link.isPending}
          error={link.error}
          onSubmit={() => link.mutate()}
          onCancel={close}
        >
          <p style={{ margin: 0 }}>
            Whoever opens it first is in this merchant’s dashboard. Give it only to somebody whom you know to
            belong to it.
          </p>
        </DialogForm>
      )}
    </Dialog>
  );
}

function KeyDialog({ merchant, opened, onClose }: DeedProps) {
  const issue = useIssueKey(merchant.merchantId);
  const [mode, setMode] = useState('live');
  const [revokeOthers, setRevokeOthers] = useState(false);
  const close = (): void => {
    onClose();
    issue.reset();
    setRevokeOthers(false);
  };
  return (
    <Dialog opened={opened} title={`Key for ${merchant.name}`} firm={issue.isSuccess} onClose={close}>
      {issue.isSuccess ? (
        <ShownOnce secret={issue.data.apiKey} what="API key" onDone={close} />
      ) : (
        <DialogForm
          submit="Make key"
          danger={revokeOthers}
          pending={issue.isPending}
          error={issue.error}
          onSubmit={() => issue.mutate({ mode, revokeOthers })}
          onCancel={close}
        >
          <Select
            label="Mode"
            data={['live', 'test']}
            allowDeselect={false}
            value={mode}
            onChange={(value) => setMode(value ?? 'live')}
          />
          <Checkbox
            label={`End all other ${mode} keys in the same moment`}
            description="For keys that were stolen. The merchant’s servers are refused until they have the new one."
            checked={revokeOthers}
            onChange={(event) => setRevokeOthers(event.currentTarget.checked)}
          />
        </DialogForm>
      )}
    </Dialog>
  );
}

function ActiveDialog({ merchant, opened, onClose }: DeedProps) {
  const change = useChangeMerchant(merchant.merchantId);
  const { isActive, name } = merchant;
  const close = (): void => {
    onClose();
    change.reset();
  };
  const done = (): void => {
    notifyDone(isActive ? `${name} is suspended.` : `${name} sells again.`);
    close();
  };
  return (
    <Confirm
      opened={opened}
      title={isActive ? `Suspend ${name}?` : `Let ${name} sell again?`}
      confirm={isActive ? 'Suspend' : 'Let it sell'}
      danger={isActive}
      pending={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ isActive: !isActive }, { onSuccess: done })}
      onClose={close}
    >
      {isActive
        ? 'Mint and verify answer 403 within two seconds, also for tokens that were paid for. Nothing is deleted.'
        : 'Its keys mint and verify again, as its plan allows.'}
    </Confirm>
  );
}
