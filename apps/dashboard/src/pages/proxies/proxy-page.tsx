import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import { Skeleton } from '@mantine/core';
import { useMode } from '../../api/mode.js';
import type { Proxy } from '../../api/shapes/proxies.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Note } from '../../ui/note.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { Time } from '../../ui/time.js';
import { ProxyActions } from './proxy-actions.js';
import { ProxyOverview } from './proxy-overview.js';
import { ProxySections, chosenSection } from './proxy-sections.js';
import type { ProxySection } from './proxy-sections.js';
import { proxiesQuery } from './proxies-api.js';

const PricesSection = lazy(() =>
  import('./prices-section.js').then((part) => ({ default: part.PricesSection })),
);
const UpstreamSection = lazy(() =>
  import('./upstream-section.js').then((part) => ({ default: part.UpstreamSection })),
);
const PublicSection = lazy(() =>
  import('./public-section.js').then((part) => ({ default: part.PublicSection })),
);

const route = getRouteApi('/signed-in/proxies/$proxyId');

/** One proxy: what it brings, what it asks, where it leads, and what is told of it. */
export function ProxyPage() {
  const { proxyId } = route.useParams();
  const search = route.useSearch();
  const mode = useMode();
  const mayChange = useMay('developer');
  const proxies = useQuery(proxiesQuery(mode));
  const proxy = proxies.data?.proxies.find((one) => one.proxyId === proxyId);
  const section = chosenSection(search.section);
  return (
    <Page
      title={proxy?.name ?? 'Proxy'}
      back={<Link to="/proxies">Proxies</Link>}
      description={proxy?.description ?? undefined}
      actions={proxy !== undefined && mayChange ? <ProxyActions proxy={proxy} /> : undefined}
    >
      <QueryView query={proxies} height={560}>
        {() =>
          proxy === undefined ? (
            <Card>
              <EmptyState icon="proxy" title={`There is no such proxy in ${mode} mode`}>
                It was removed, or it belongs to the other mode: switch above.
              </EmptyState>
            </Card>
          ) : (
            <>
              <Standing proxy={proxy} />
              <ProxySections proxyId={proxyId} section={section} />
              <Suspense fallback={<Skeleton height={420} radius="md" />}>
                <Part
                  key={proxyId}
                  section={section}
                  proxy={proxy}
                  days={search.days}
                  mayChange={mayChange}
                />
              </Suspense>
            </>
          )
        }
      </QueryView>
    </Page>
  );
}

interface PartProps {
  readonly section: ProxySection;
  readonly proxy: Proxy;
  readonly days: string | undefined;
  readonly mayChange: boolean;
}

function Part({ section, proxy, days, mayChange }: PartProps) {
  // What was taken from the public for good is only looked at.
  const rights = { proxy, mayChange: mayChange && proxy.retiredAt === null };
  if (section === 'prices') return <PricesSection {...rights} />;
  if (section === 'upstream') return <UpstreamSection {...rights} />;
  if (section === 'public') return <PublicSection {...rights} />;
  return <ProxyOverview {...rights} days={days} />;
}

function Standing({ proxy: { isActive, retiredAt } }: { readonly proxy: Proxy }) {
  if (retiredAt !== null)
    return (
      <Note tone="calm" title="Unpublished for good">
        <Time at={retiredAt} />. It sells nothing and answers 404. Make another one to sell the same API
        again.
      </Note>
    );
  if (isActive) return null;
  return (
    <Note tone="warn" title="Paused">
      Payers get 404, those with a paid token too. Resume it to sell again.
    </Note>
  );
}
