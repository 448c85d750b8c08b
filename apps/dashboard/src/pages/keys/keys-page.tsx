import { Button, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMode } from '../../api/mode.js';
import { apiKeysQuery } from '../../api/queries/account-queries.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Icon } from '../../ui/icon.js';
import { useNow } from '../../ui/now.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { CreateKeyDialog } from './create-key-dialog.js';
import { KeyTable } from './key-table.js';
import { keyState } from './key-state.js';

/** The keys that servers use, of the mode that is looked at: made, rotated with an overlap, revoked. */
export function KeysPage() {
  const mode = useMode();
  const mayChange = useMay('developer');
  const now = useNow();
  const keys = useQuery(apiKeysQuery(mode));
  const [creates, create] = useDisclosure(false);
  const [showsEnded, ended] = useDisclosure(false);
  const all = keys.data?.apiKeys ?? [];
  const endedCount = all.filter((key) => !keyState(key, now).works).length;
  const newButton = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={create.open}>
      New {mode} key
    </Button>
  );
  return (
    <Page
      title="API keys"
      description={
        mode === 'test'
          ? 'Test keys sell on the sandbox wallet. Nothing that they do moves money.'
          : 'Live keys sell into your own wallet. Keep them on servers, never in an app or a page.'
      }
      actions={mayChange ? newButton : undefined}
    >
      <QueryView query={keys} height={260}>
        {({ apiKeys }) =>
          apiKeys.length === 0 ? (
            <Card>
              <EmptyState icon="key" title={`No ${mode} key yet`} action={mayChange ? newButton : undefined}>
                Your server sends a key as <span className="tp-mono">X-API-Key</span> when it mints and
                verifies. One key for each server makes it easy to end just one.
              </EmptyState>
            </Card>
          ) : (
            <Card
              flush
              title={mode === 'test' ? 'Test keys' : 'Live keys'}
              description="A secret is shown only when its key is made. A lost one is rotated."
              actions={
                endedCount > 0 ? (
                  <Switch
                    size="xs"
                    label={`Show ${String(endedCount)} ended`}
                    checked={showsEnded}
                    onChange={ended.toggle}
                  />
                ) : undefined
              }
            >
              <KeyTable
                keys={apiKeys.filter((key) => showsEnded || keyState(key, now).works)}
                mayChange={mayChange}
              />
            </Card>
          )
        }
      </QueryView>
      <CreateKeyDialog opened={creates} mode={mode} onClose={create.close} />
    </Page>
  );
}
