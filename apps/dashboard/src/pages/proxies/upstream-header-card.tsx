import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Card } from '../../ui/card.js';
import { Confirm } from '../../ui/confirm.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { CardForm } from './card-form.js';
import type { SectionProps } from './prices-section.js';
import { useChangeProxy } from './proxies-api.js';
import classes from './proxies.module.css';

/** The header that opens the upstream: its name is shown, its value never again. */
export function UpstreamHeaderCard({ proxy, mayChange }: SectionProps) {
  const change = useChangeProxy(proxy.proxyId);
  const remove = useChangeProxy(proxy.proxyId);
  const [asks, setAsks] = useState(false);
  const fields = useFields({ authHeader: proxy.authHeader ?? '', authValue: '' }, change.error);
  const { authHeader, authValue } = fields.values;
  const hasName = authHeader.trim() !== '';
  const isNew =
    hasName && (authValue !== '' || (proxy.hasAuthValue && authHeader.trim() !== proxy.authHeader));
  const save = (): void =>
    change.mutate(
      { authHeader: authHeader.trim(), ...(authValue === '' ? {} : { authValue }) },
      {
        onSuccess: () => {
          fields.set('authValue', '');
          notifyDone('The header is stored, and sent with every paid request.');
        },
      },
    );
  const take = (): void =>
    remove.mutate(
      { authHeader: '' },
      {
        onSuccess: () => {
          setAsks(false);
          notifyDone('The header is taken away.');
        },
      },
    );
  return (
    <Card
      title="Header for the upstream"
      description="Sent with every paid request, so that your API opens to the gateway alone. Sealed at rest, over https only, never shown again and never told to payers."
    >
      <CardForm
        submit={proxy.hasAuthValue ? 'Replace header' : 'Store header'}
        pending={change.isPending}
        disabled={!isNew}
        error={fields.shows(change.error) ? null : change.error}
        mayChange={mayChange}
        others={
          proxy.authHeader !== null && (
            <Button variant="default" onClick={() => setAsks(true)}>
              Take it away
            </Button>
          )
        }
        onSubmit={save}
      >
        <div className={classes['pair']}>
          <TextInput
            label="Header name"
            placeholder="Authorization"
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            disabled={!mayChange}
            {...fields.bind('authHeader')}
          />
          <PasswordInput
            label="Value"
            placeholder={proxy.hasAuthValue ? 'Stored. Type to replace it.' : 'Bearer …'}
            autoComplete="off"
            maxLength={4096}
            disabled={!mayChange}
            {...fields.bind('authValue')}
          />
        </div>
      </CardForm>
      <Confirm
        opened={asks}
        title="Take the header away?"
        confirm="Take header away"
        danger
        pending={remove.isPending}
        error={remove.error}
        onConfirm={take}
        onClose={() => setAsks(false)}
      >
        Paid requests go out without it from then on, and its value is deleted. If your API asks for it,
        payers are refused what they have paid for.
      </Confirm>
    </Card>
  );
}
