import { Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMode } from '../../api/mode.js';
import { instanceQuery } from '../../api/queries/session-queries.js';
import type { ManifestSettings } from '../../api/shapes/proxies.js';
import { Card } from '../../ui/card.js';
import { Copyable } from '../../ui/copyable.js';
import { Facts } from '../../ui/facts.js';
import { useFields } from '../../ui/fields.js';
import { Note } from '../../ui/note.js';
import { notifyDone } from '../../ui/notify.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';
import { CardForm } from './card-form.js';
import type { SectionProps } from './prices-section.js';
import { useChangeManifest } from './proxies-api.js';
import { healthWords } from './proxy-words.js';
import classes from './proxies.module.css';

const textNames = ['serviceDescription', 'contactEmail', 'documentationUrl', 'termsOfServiceUrl'] as const;

/** What is told of a proxy in public: its prices to whoever asks, and a place in the registry. */
export function RegistryCard({
  proxy,
  settings,
  mayChange,
}: SectionProps & { readonly settings: ManifestSettings }) {
  const mode = useMode();
  const change = useChangeManifest(proxy.proxyId);
  const { data: instance } = useQuery(instanceQuery);
  const [tells, setTells] = useState(settings.manifestEnabled);
  const [lists, setLists] = useState(settings.manifestPubliclyListed);
  const fields = useFields(
    {
      serviceDescription: settings.serviceDescription ?? '',
      categories: settings.categories.join(', '),
      contactEmail: settings.contactEmail ?? '',
      documentationUrl: settings.documentationUrl ?? '',
      termsOfServiceUrl: settings.termsOfServiceUrl ?? '',
    },
    change.error,
  );
  const save = (): void => {
    const categories = fields.values.categories
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const texts = Object.fromEntries(textNames.map((name) => [name, fields.values[name].trim()]));
    change.mutate(
      { ...texts, categories, manifestEnabled: tells, manifestPubliclyListed: tells && lists },
      { onSuccess: () => notifyDone('What is told in public is changed.') },
    );
  };
  const baseUrl = instance?.publicUrl ?? window.location.origin;
  return (
    <Card
      title="Told in public"
      description="So that people and agents find what you sell, and what it costs. Never the upstream’s address, never a secret."
    >
      <CardForm
        submit="Save what is told"
        pending={change.isPending}
        error={fields.shows(change.error) ? null : change.error}
        mayChange={mayChange}
        onSubmit={save}
      >
        <Standing settings={settings} isLive={mode === 'live'} baseUrl={baseUrl} />
        <Switch
          label="Tell prices to whoever asks"
          description="As a manifest, OpenAPI document and llms.txt below the proxy."
          checked={tells}
          disabled={!mayChange}
          onChange={(event) => setTells(event.currentTarget.checked)}
        />
        <Switch
          label="List it in the registry of this instance"
          description="Live proxies only. Its upstream is looked at every quarter of an hour, and the health is shown."
          checked={tells && lists}
          disabled={!mayChange || !tells}
          onChange={(event) => setLists(event.currentTarget.checked)}
        />
        <TextInput
          label="What it offers"
          maxLength={500}
          disabled={!mayChange}
          {...fields.bind('serviceDescription')}
        />
        <TextInput
          label="Categories"
          description="Words, with commas between: weather, maps. At most ten."
          disabled={!mayChange}
          {...fields.bind('categories')}
        />
        <div className={classes['pair']}>
          <TextInput
            label="Contact"
            type="email"
            placeholder="owner@example.com"
            disabled={!mayChange}
            {...fields.bind('contactEmail')}
          />
          <TextInput
            label="Documentation"
            type="url"
            placeholder="https://example.com/docs"
            disabled={!mayChange}
            {...fields.bind('documentationUrl')}
          />
          <TextInput
            label="Terms of service"
            type="url"
            placeholder="https://example.com/terms"
            disabled={!mayChange}
            {...fields.bind('termsOfServiceUrl')}
          />
        </div>
      </CardForm>
    </Card>
  );
}

interface StandingProps {
  readonly settings: ManifestSettings;
  readonly isLive: boolean;
  readonly baseUrl: string;
}

/** Where it is told now, and what was found of the upstream. */
function Standing({ settings, isLive, baseUrl }: StandingProps) {
  const { manifestEnabled, manifestPubliclyListed, manifestUrl, probedAt } = settings;
  if (!manifestEnabled) return null;
  const { word, tone } = healthWords(settings);
  const isListed = manifestPubliclyListed && isLive;
  return (
    <>
      {manifestPubliclyListed && !isLive && (
        <Note tone="calm" title="The registry lists live proxies only">
          Everything else works in test mode as it will in live mode.
        </Note>
      )}
      <Facts
        of={[
          ['Manifest', <Copyable key="url" value={baseUrl + manifestUrl} what="manifest address" whole />],
          [
            'Registry',
            isListed ? (
              <Copyable
                key="registry"
                value={`${baseUrl}/api/manifests/registry`}
                what="registry address"
                whole
              />
            ) : (
              'not listed'
            ),
          ],
          ...(isListed
            ? ([
                [
                  'Upstream',
                  <span key="health" className={classes['answer']}>
                    <StatusBadge tone={tone}>{word}</StatusBadge>
                    {probedAt !== null && <Time at={probedAt} />}
                  </span>,
                ],
              ] as const)
            : []),
        ]}
      />
    </>
  );
}
