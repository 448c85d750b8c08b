import { Button, TextInput } from '@mantine/core';
import { Card } from '../../ui/card.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import type { SectionProps } from './prices-section.js';
import { useChangeProxy } from './proxies-api.js';
import { satsOf } from './sats-field.js';
import { UpstreamField } from './upstream-field.js';
import classes from './proxies.module.css';

/** Where paid requests go, and how long they may take. */
export function UpstreamCard({ proxy, mayChange }: SectionProps) {
  const change = useChangeProxy(proxy.proxyId);
  const { targetBaseUrl, timeout } = proxy;
  const fields = useFields({ targetBaseUrl, timeout: String(timeout) }, change.error);
  const seconds = satsOf(fields.values.timeout);
  const isNew = fields.values.targetBaseUrl.trim() !== targetBaseUrl || seconds !== timeout;
  const field = fields.bind('timeout');
  const save = (): void => {
    if (seconds === null || !isNew || change.isPending) return;
    change.mutate(
      { targetBaseUrl: fields.values.targetBaseUrl.trim(), timeout: seconds },
      {
        onSuccess: (now) => {
          fields.set('targetBaseUrl', now.targetBaseUrl);
          notifyDone('The upstream is changed.');
        },
      },
    );
  };
  return (
    <Card title="Upstream" description="In force everywhere within two seconds.">
      <form
        noValidate
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <UpstreamField field={fields.bind('targetBaseUrl')} disabled={!mayChange} />
        <TextInput
          label="Seconds to answer"
          description="1 to 120. Then the payer gets 504, and the payment stays good."
          inputMode="numeric"
          w={260}
          disabled={!mayChange}
          {...field}
          error={field.error ?? (seconds === null ? 'Give a whole number from 1 to 120.' : null)}
        />
        {change.error !== null && !fields.shows(change.error) && <ProblemNotice error={change.error} />}
        {mayChange && (
          <div>
            <Button type="submit" disabled={!isNew || seconds === null} loading={change.isPending}>
              Save upstream
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
