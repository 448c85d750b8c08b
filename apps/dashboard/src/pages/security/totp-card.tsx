import { Button } from '@mantine/core';
import { useState } from 'react';
import { Card } from '../../ui/card.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { BeginTotpDialog } from './begin-totp-dialog.js';
import { EndTotpDialog } from './end-totp-dialog.js';

/** The second factor: codes of an authenticator, on or off. */
export function TotpCard({ enabled }: { readonly enabled: boolean }) {
  const [dialog, setDialog] = useState<'begin' | 'end' | null>(null);
  const close = (): void => setDialog(null);
  return (
    <Card
      title={
        <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 8 }}>
          Second factor <StatusBadge tone={enabled ? 'good' : 'warn'}>{enabled ? 'On' : 'Off'}</StatusBadge>
        </span>
      }
      description="A code of six digits from an authenticator app, asked for after the password or the mailed link."
      actions={
        enabled ? (
          <Button variant="default" size="xs" onClick={() => setDialog('end')}>
            Switch off
          </Button>
        ) : (
          <Button size="xs" onClick={() => setDialog('begin')}>
            Set up
          </Button>
        )
      }
    >
      {enabled
        ? 'Whoever knows your password alone cannot sign in. Keep the recovery codes where you find them without your phone.'
        : 'Without it, whoever learns your password or reads your mail can sign in. For owners it should be on.'}
      <BeginTotpDialog opened={dialog === 'begin'} onClose={close} />
      <EndTotpDialog opened={dialog === 'end'} onClose={close} />
    </Card>
  );
}
