import { Button } from '@mantine/core';
import { Suspense, lazy, useState } from 'react';
import type { Proxy } from '../../api/shapes/proxies.js';
import { Icon } from '../../ui/icon.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { RowMenu } from '../../ui/row-menu.js';
import type { RowDeed } from '../../ui/row-menu.js';
import { useChangeProxy } from './proxies-api.js';
import type { ProxyDeed } from './proxy-dialogs.js';

const ProxyDialogs = lazy(() =>
  import('./proxy-dialogs.js').then((part) => ({ default: part.ProxyDialogs })),
);

/** Pause and resume, and the rarer deeds behind a menu. */
export function ProxyActions({ proxy }: { readonly proxy: Proxy }) {
  const change = useChangeProxy(proxy.proxyId);
  const [deed, setDeed] = useState<ProxyDeed | null>(null);
  // Loaded with the first deed, and kept from then on, so that each closes as it should.
  const [hasBegun, setBegun] = useState(false);
  const begin = (what: ProxyDeed): void => {
    setBegun(true);
    setDeed(what);
  };
  const { isActive } = proxy;
  const isRetired = proxy.retiredAt !== null;
  const toggle = (): void =>
    change.mutate(
      { isActive: !isActive },
      { onSuccess: (now) => notifyDone(now.isActive ? 'The proxy sells again.' : 'The proxy is paused.') },
    );
  const deeds: readonly RowDeed[] = [
    { label: 'Edit name', icon: 'settings', disabled: isRetired, onClick: () => begin('edit') },
    {
      label: 'Unpublish for good',
      icon: 'exit',
      danger: true,
      disabled: isRetired,
      onClick: () => begin('unpublish'),
    },
    { label: 'Delete', icon: 'trash', danger: true, onClick: () => begin('remove') },
  ];
  return (
    <>
      {!isRetired && (
        <Button
          variant={isActive ? 'default' : 'filled'}
          leftSection={<Icon name={isActive ? 'pause' : 'play'} size={16} />}
          loading={change.isPending}
          onClick={toggle}
        >
          {isActive ? 'Pause' : 'Resume'}
        </Button>
      )}
      <RowMenu of="this proxy" deeds={deeds} />
      {change.error !== null && <ProblemNotice error={change.error} />}
      {hasBegun && (
        <Suspense fallback={null}>
          <ProxyDialogs proxy={proxy} deed={deed} onClose={() => setDeed(null)} />
        </Suspense>
      )}
    </>
  );
}
