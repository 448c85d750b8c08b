import { useQuery } from '@tanstack/react-query';
import { useMode } from '../../api/mode.js';
import { QueryView } from '../../ui/query-view.js';
import { HostsCard } from './hosts-card.js';
import type { SectionProps } from './prices-section.js';
import { manifestQuery } from './proxies-api.js';
import { RegistryCard } from './registry-card.js';

/** A host name of one's own, and what is told of a proxy in public. */
export function PublicSection({ proxy, mayChange }: SectionProps) {
  const mode = useMode();
  const manifest = useQuery(manifestQuery(mode, proxy.proxyId));
  return (
    <>
      <HostsCard proxy={proxy} mayChange={mayChange} />
      <QueryView query={manifest} height={480}>
        {(settings) => <RegistryCard proxy={proxy} settings={settings} mayChange={mayChange} />}
      </QueryView>
    </>
  );
}
