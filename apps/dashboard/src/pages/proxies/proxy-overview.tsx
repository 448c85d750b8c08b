import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import { useMode } from '../../api/mode.js';
import { instanceQuery } from '../../api/queries/session-queries.js';
import type { Proxy } from '../../api/shapes/proxies.js';
import { Card } from '../../ui/card.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Copyable } from '../../ui/copyable.js';
import { Facts } from '../../ui/facts.js';
import { Money } from '../../ui/money.js';
import { Time } from '../../ui/time.js';
import { callCommand, callPath } from './call-command.js';
import { FiguresCard } from './figures-card.js';
import { pricesQuery } from './proxies-api.js';
import { ProxyState } from './proxy-state.js';
import classes from './proxies.module.css';

const TryCard = lazy(() => import('./try-card.js').then((part) => ({ default: part.TryCard })));
const tryHeight = 170;

/** A proxy, the days that its figures are of, and whether the reader may change it. */
export interface ProxyOverviewProps {
  readonly proxy: Proxy;
  readonly days: string | undefined;
  readonly mayChange: boolean;
}

/** Where a proxy is, how it is called, and what it has brought. */
export function ProxyOverview({ proxy, days, mayChange }: ProxyOverviewProps) {
  const mode = useMode();
  const { data: instance } = useQuery(instanceQuery);
  const prices = useQuery(pricesQuery(mode, proxy.proxyId));
  const baseUrl = instance?.publicUrl ?? window.location.origin;
  const path = callPath(proxy, prices.data?.endpoints ?? []);
  const sells = proxy.isActive && proxy.retiredAt === null;
  const proven = proxy.hosts.filter(({ isProven }) => isProven);
  return (
    <>
      <Card title="Address">
        <Facts
          of={[
            ['Payers call', <Copyable key="url" value={baseUrl + proxy.proxyUrl} what="address" whole />],
            ...proven.map(
              ({ host }) =>
                [
                  'Own host',
                  <Copyable key={host} value={`https://${host}`} what="own address" whole />,
                ] as const,
            ),
            [
              'Upstream',
              <span key="upstream" className="tp-mono tp-break">
                {proxy.targetBaseUrl}
              </span>,
            ],
            ['State', <ProxyState key="state" proxy={proxy} />],
            ['Default price', <Money key="price" sats={proxy.defaultPriceSats} />],
            ['Made', <Time key="at" at={proxy.createdAt} />],
          ]}
        />
      </Card>
      {sells && (
        <Card
          title="Call it"
          description="It answers 402 with an invoice and a macaroon. Who has paid repeats the request with both; a browser gets a page with a QR code."
        >
          <div className={classes['part']}>
            <CodeBlock code={callCommand(baseUrl + proxy.proxyUrl + path)} what="curl command" wrap />
            <CodeBlock
              code="Authorization: L402 <macaroon>:<preimage>"
              what="header of a paid request"
              wrap
            />
          </div>
        </Card>
      )}
      {mode === 'test' && mayChange && sells && (
        <Suspense fallback={<Skeleton height={tryHeight} radius="md" />}>
          <TryCard proxy={proxy} initialPath={path} />
        </Suspense>
      )}
      <FiguresCard proxy={proxy} days={days} />
    </>
  );
}
