import { Button, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMode } from '../../api/mode.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { Page } from '../../ui/page.js';
import { CardForm } from './card-form.js';
import { useCreateProxy } from './proxies-api.js';
import { satsOf } from './sats-field.js';
import { slugOf } from './slug.js';
import { UpstreamField } from './upstream-field.js';

/** Puts an API behind the gateway. */
export function NewProxyPage() {
  const mode = useMode();
  const mayChange = useMay('developer');
  return (
    <Page
      narrow
      title="New proxy"
      back={<Link to="/proxies">Proxies</Link>}
      description={
        mode === 'test'
          ? 'In test mode: payers pay with play money. Live proxies are made in live mode, switched above.'
          : 'In live mode: payers pay your own wallet.'
      }
    >
      <Card>
        {mayChange ? (
          <NewProxyForm />
        ) : (
          <EmptyState icon="proxy" title="Your role only reads">
            Ask an owner of this merchant for the role developer, or to make the proxy.
          </EmptyState>
        )}
      </Card>
    </Page>
  );
}

function NewProxyForm() {
  const navigate = useNavigate();
  const create = useCreateProxy();
  const fields = useFields(
    { targetBaseUrl: '', name: '', description: '', defaultPriceSats: '10' },
    create.error,
  );
  const { targetBaseUrl, name, description, defaultPriceSats } = fields.values;
  const price = satsOf(defaultPriceSats);
  const wanted: readonly (readonly [string, boolean])[] = [
    ['an upstream address', targetBaseUrl.trim() !== ''],
    ['a name', name.trim() !== ''],
    ['a price', price !== null],
  ];
  const missing = wanted.filter(([, isGiven]) => !isGiven).map(([what]) => what);
  const submit = (): void => {
    if (price === null) return;
    const wish = { targetBaseUrl: targetBaseUrl.trim(), name: name.trim(), defaultPriceSats: price };
    create.mutate(
      { ...wish, ...(description.trim() === '' ? {} : { description: description.trim() }) },
      {
        onSuccess: ({ proxyId }) => {
          notifyDone('The proxy sells from now on.');
          void navigate({ to: '/proxies/$proxyId', params: { proxyId } });
        },
      },
    );
  };
  const priceField = fields.bind('defaultPriceSats');
  return (
    <CardForm
      submit="Make the proxy"
      pending={create.isPending}
      disabled={missing.length > 0}
      missing={missing}
      error={fields.shows(create.error) ? null : create.error}
      others={
        <Button variant="default" renderRoot={(props) => <Link to="/proxies" {...props} />}>
          Cancel
        </Button>
      }
      onSubmit={submit}
    >
      <UpstreamField field={fields.bind('targetBaseUrl')} />
      <TextInput
        label="Name"
        description={`Payers read it. The address is made of it and stays: /l402/proxy/${slugOf(name)}-…`}
        placeholder="Weather"
        maxLength={100}
        {...fields.bind('name')}
      />
      <TextInput
        label="Description (optional)"
        description="What it does, in a sentence."
        maxLength={500}
        {...fields.bind('description')}
      />
      <TextInput
        label="Default price in sats"
        description="What a request costs for which you name no other price."
        inputMode="numeric"
        w={200}
        {...priceField}
        error={priceField.error ?? (price === null ? 'Give a whole number, from 1 on.' : null)}
      />
    </CardForm>
  );
}
