import { TextInput } from '@mantine/core';
import { Card } from '../../ui/card.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { CardForm } from './card-form.js';
import type { SectionProps } from './prices-section.js';
import { useChangeProxy } from './proxies-api.js';
import { satsOf } from './sats-field.js';
import { UpstreamField } from './upstream-field.js';

/** Where paid requests go, and how long they may take. */
export function UpstreamCard({ proxy, mayChange }: SectionProps) {
  const change = useChangeProxy(proxy.proxyId);
  const { targetBaseUrl, timeout } = proxy;
  const fields = useFields({ targetBaseUrl, timeout: String(timeout) }, change.error);
  const seconds = satsOf(fields.values.timeout);
  const isNew = fields.values.targetBaseUrl.trim() !== targetBaseUrl || seconds !== timeout;
  const field = fields.bind('timeout');
  const save = (): void => {
    if (seconds === null) return;
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
      <CardForm
        submit="Save upstream"
        pending={change.isPending}
        disabled={!isNew || seconds === null}
        error={fields.shows(change.error) ? null : change.error}
        mayChange={mayChange}
        onSubmit={save}
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
      </CardForm>
    </Card>
  );
}
