import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { instanceQuery } from '../../api/queries/session-queries.js';
import type { ProxyHost } from '../../api/shapes/proxies.js';
import { Card } from '../../ui/card.js';
import { Confirm } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copyable.js';
import { Facts } from '../../ui/facts.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { Note } from '../../ui/note.js';
import { isOwnMachine } from '../../ui/own-machine.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { StatusBadge } from '../../ui/status-badge.js';
import type { SectionProps } from './prices-section.js';
import { useChangeProxy, useCheckHosts } from './proxies-api.js';
import classes from './proxies.module.css';

const hostsMax = 5;

/** Host names of one's own: each leads to the proxy once its TXT record was found. */
export function HostsCard({ proxy, mayChange }: SectionProps) {
  const change = useChangeProxy(proxy.proxyId);
  const check = useCheckHosts(proxy.proxyId);
  const { data: instance } = useQuery(instanceQuery);
  const fields = useFields({ hosts: '' }, change.error);
  const names = proxy.hosts.map(({ host }) => host);
  const wanted = fields.values.hosts.trim().toLowerCase();
  const add = (): void => {
    if (wanted === '' || change.isPending) return;
    change.mutate(
      { hosts: [...names, wanted] },
      {
        onSuccess: () => {
          fields.set('hosts', '');
          notifyDone('The host name is added. Now set its DNS.');
        },
      },
    );
  };
  const remove = (): void =>
    change.mutate(
      { hosts: names.filter((one) => one !== leaving) },
      {
        onSuccess: () => {
          setLeaving(null);
          notifyDone('The host name is removed.');
        },
      },
    );
  const look = (): void =>
    check.mutate(undefined, {
      onSuccess: ({ hosts }) => {
        const open = hosts.filter(({ isProven }) => !isProven).length;
        notifyDone(
          open === 0
            ? 'Every host name is proven.'
            : 'Not all records were found. DNS may take some minutes; look again then.',
        );
      },
    });
  const [leaving, setLeaving] = useState<string | null>(null);
  const gatewayHost = publicHostOf(instance?.publicUrl ?? window.location.origin);
  const hasOpen = proxy.hosts.some(({ isProven }) => !isProven);
  return (
    <Card
      title="Own host name"
      description="On a host of its own your API keeps its cookies and its pages run freely; on the shared address they are sandboxed."
      actions={
        mayChange && hasOpen ? (
          <Button variant="default" loading={check.isPending} onClick={look}>
            Check DNS now
          </Button>
        ) : undefined
      }
    >
      <div className={classes['form']}>
        {proxy.hosts.length === 0 ? (
          <p style={{ margin: 0 }}>
            Add a name such as <span className="tp-mono">paid.example.com</span>. You prove that it is yours
            by a TXT record, and
            {gatewayHost === null ? (
              ' point it at this server'
            ) : (
              <>
                {' '}
                point it at <span className="tp-mono">{gatewayHost}</span>
              </>
            )}
            . Its certificate is the matter of whoever runs this instance.
          </p>
        ) : (
          <ul className={classes['hosts']}>
            {proxy.hosts.map((host) => (
              <Host
                key={host.host}
                host={host}
                gatewayHost={gatewayHost}
                pending={change.isPending}
                onRemove={mayChange ? () => setLeaving(host.host) : null}
              />
            ))}
          </ul>
        )}
        {gatewayHost === null && (
          <Note tone="calm" title="Others do not reach this instance yet">
            It runs on your own machine, where a host name has nothing to point at. A name must lead from the
            internet to this server: give it a public address first, and say so in PUBLIC_URL.
          </Note>
        )}
        {check.error !== null && <ProblemNotice error={check.error} />}
        {mayChange && names.length < hostsMax && (
          <form
            noValidate
            className={classes['beside']}
            onSubmit={(event) => {
              event.preventDefault();
              add();
            }}
          >
            <TextInput
              label="Host name"
              placeholder="paid.example.com"
              spellCheck={false}
              autoCapitalize="none"
              {...fields.bind('hosts')}
            />
            <Button type="submit" variant="default" disabled={wanted === ''} loading={change.isPending}>
              Add host name
            </Button>
          </form>
        )}
        {change.error !== null && !fields.shows(change.error) && <ProblemNotice error={change.error} />}
      </div>
      <Confirm
        opened={leaving !== null}
        title={`Remove ${leaving ?? ''}?`}
        confirm="Remove host name"
        danger
        pending={change.isPending}
        error={leaving === null ? null : change.error}
        onConfirm={remove}
        onClose={() => setLeaving(null)}
      >
        It leads nowhere from then on. To have it back you prove it again, with another TXT record.
      </Confirm>
    </Card>
  );
}

interface HostProps {
  readonly host: ProxyHost;
  /** What the name has to point at; null where there is nothing. */
  readonly gatewayHost: string | null;
  readonly pending: boolean;
  readonly onRemove: (() => void) | null;
}

function Host({ host: { host, isProven, txtRecord }, gatewayHost, pending, onRemove }: HostProps) {
  return (
    <li className={classes['host']}>
      <div className={classes['answer']}>
        <span className="tp-mono tp-break">{host}</span>
        {isProven ? (
          <StatusBadge tone="good">Proven</StatusBadge>
        ) : (
          <StatusBadge tone="warn">Waits for DNS</StatusBadge>
        )}
        {onRemove !== null && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            disabled={pending}
            aria-label={`Remove ${host}`}
            onClick={onRemove}
          >
            Remove
          </Button>
        )}
      </div>
      {!isProven && (
        <>
          <p style={{ margin: 0 }}>
            {gatewayHost === null ? 'Set it' : 'Set both'} at your DNS, then check. The TXT record proves that
            the name is yours.
          </p>
          <Facts
            of={[
              ['TXT name', <Copyable key="name" value={txtRecord.name} what="TXT name" whole />],
              ['TXT value', <Copyable key="value" value={txtRecord.value} what="TXT value" whole />],
              ...(gatewayHost === null
                ? []
                : ([
                    ['CNAME to', <Copyable key="cname" value={gatewayHost} what="CNAME target" whole />],
                  ] as const)),
            ]}
          />
        </>
      )}
    </li>
  );
}

/** The host of this instance, if a name on the internet can lead to it. */
function publicHostOf(url: string): string | null {
  const host = URL.canParse(url) ? new URL(url).hostname : url;
  return isOwnMachine(host) ? null : host;
}
