import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Card } from '../../ui/card.js';
import { Confirm } from '../../ui/confirm.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
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
  const save = (): void => {
    if (!isNew || change.isPending) return;
    change.mutate(
      { authHeader: authHeader.trim(), ...(authValue === '' ? {} : { authValue }) },
      {
        onSuccess: () => {
          fields.set('authValue', '');
          notifyDone('The header is stored, and sent with every paid request.');
        },
      },
    );
  };
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
      <form
        noValidate
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
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
        {change.error !== null && !fields.shows(change.error) && <ProblemNotice error={change.error} />}
        {mayChange && (
          <div className={classes['row']}>
            <Button type="submit" disabled={!isNew} loading={change.isPending}>
              {proxy.hasAuthValue ? 'Replace header' : 'Store header'}
            </Button>
            {proxy.authHeader !== null && (
              <Button variant="default" onClick={() => setAsks(true)}>
                Take it away
              </Button>
            )}
          </div>
        )}
      </form>
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
