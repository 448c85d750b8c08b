import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMode } from '../../api/mode.js';
import type { Proxy, ProxyPrice } from '../../api/shapes/proxies.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useFields } from '../../ui/fields.js';
import { Icon } from '../../ui/icon.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QueryView } from '../../ui/query-view.js';
import { ImportDialog } from './import-dialog.js';
import { PriceCheckCard } from './price-check-card.js';
import { PriceDialogs } from './price-dialogs.js';
import type { PriceDeed } from './price-dialogs.js';
import { PriceTable } from './price-table.js';
import { pricesQuery, useChangeProxy } from './proxies-api.js';
import { satsOf } from './sats-field.js';
import classes from './proxies.module.css';

/** A proxy, and whether the reader may change it. */
export interface SectionProps {
  readonly proxy: Proxy;
  readonly mayChange: boolean;
}

/** What requests cost: the default, the rows that differ from it, and what a path would get. */
export function PricesSection({ proxy, mayChange }: SectionProps) {
  const mode = useMode();
  const prices = useQuery(pricesQuery(mode, proxy.proxyId));
  const [deed, setDeed] = useState<PriceDeed | null>(null);
  const [imports, setImports] = useState(false);
  const add = (
    <>
      <Button variant="default" onClick={() => setImports(true)}>
        Import OpenAPI
      </Button>
      <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setDeed({ kind: 'add' })}>
        Add price
      </Button>
    </>
  );
  const onDeed = (kind: 'change' | 'remove', price: ProxyPrice): void => setDeed({ kind, price });
  return (
    <>
      <DefaultPriceCard proxy={proxy} mayChange={mayChange} />
      <Card
        title="Price table"
        description="In the order of precedence: the row that writes out most segments wins, whatever the order in which rows were added."
        flush
        actions={mayChange && (prices.data?.endpoints.length ?? 0) > 0 ? add : undefined}
      >
        <QueryView query={prices} height={240}>
          {({ endpoints }) =>
            endpoints.length === 0 ? (
              <EmptyState
                icon="plan"
                title="Every path costs the default price"
                action={mayChange ? add : undefined}
              >
                Add a row for paths that cost more or less, such as{' '}
                <span className="tp-mono">/forecast/{'{city}'}</span>, or import the OpenAPI document of your
                API.
              </EmptyState>
            ) : (
              <PriceTable proxyId={proxy.proxyId} prices={endpoints} mayChange={mayChange} onDeed={onDeed} />
            )
          }
        </QueryView>
      </Card>
      <PriceCheckCard proxy={proxy} />
      <PriceDialogs proxyId={proxy.proxyId} deed={deed} onClose={() => setDeed(null)} />
      <ImportDialog
        proxyId={proxy.proxyId}
        targetBaseUrl={proxy.targetBaseUrl}
        opened={imports}
        onClose={() => setImports(false)}
      />
    </>
  );
}

function DefaultPriceCard({ proxy, mayChange }: SectionProps) {
  const change = useChangeProxy(proxy.proxyId);
  const fields = useFields({ defaultPriceSats: String(proxy.defaultPriceSats) }, change.error);
  const price = satsOf(fields.values.defaultPriceSats);
  const field = fields.bind('defaultPriceSats');
  const isNew = price !== null && price !== proxy.defaultPriceSats;
  const save = (): void => {
    if (!isNew || change.isPending) return;
    change.mutate(
      { defaultPriceSats: price },
      { onSuccess: () => notifyDone('The default price is changed.') },
    );
  };
  return (
    <Card
      title="Default price"
      description="For every request that no row of the table fits. When a price rises, tokens bought before are taken as long as they live."
    >
      <form
        noValidate
        className={classes['beside']}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput
          label="Price in sats"
          inputMode="numeric"
          maw={280}
          disabled={!mayChange}
          {...field}
          error={field.error ?? (price === null ? 'Give a whole number, from 1 on.' : null)}
        />
        {mayChange && (
          <Button type="submit" disabled={!isNew} loading={change.isPending}>
            Save price
          </Button>
        )}
      </form>
      {change.error !== null && !fields.shows(change.error) && <ProblemNotice error={change.error} />}
    </Card>
  );
}
