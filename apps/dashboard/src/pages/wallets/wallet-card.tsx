import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Wallet } from '../../api/shapes/wallets.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { Copyable } from '../../ui/copyable.js';
import { Facts } from '../../ui/facts.js';
import { Icon } from '../../ui/icon.js';
import { Note } from '../../ui/note.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { RowMenu } from '../../ui/row-menu.js';
import type { RowDeed } from '../../ui/row-menu.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';
import { walletKindName } from './kinds/wallet-kinds.js';
import { WalletDialogs } from './wallet-dialogs.js';
import type { WalletDeed } from './wallet-dialogs.js';
import { healthWords, roleWords, warningWords } from './wallet-words.js';
import { useCheckWallet } from './wallets-api.js';
import classes from './wallet-card.module.css';

/** A wallet: how it is, what it is for, its warnings, and what can be done with it. */
export function WalletCard({ wallet }: { readonly wallet: Wallet }) {
  const mayChange = useMay('owner');
  const check = useCheckWallet();
  const [deed, setDeed] = useState<WalletDeed | null>(null);
  const kindName = walletKindName(wallet.kind);
  const name = wallet.label ?? kindName;
  const health = healthWords(wallet.health);
  const role = roleWords[wallet.role ?? 'none'];
  const deeds: readonly RowDeed[] = [
    ...(wallet.role === 'primary'
      ? []
      : [{ label: 'Make primary', icon: 'up' as const, onClick: () => setDeed('primary') }]),
    ...(wallet.role === 'fallback'
      ? []
      : [{ label: 'Make fallback', icon: 'refresh' as const, onClick: () => setDeed('fallback') }]),
    ...(wallet.role === null
      ? []
      : [{ label: 'Take its role away', icon: 'pause' as const, onClick: () => setDeed('none') }]),
    { label: 'Rename', icon: 'settings', onClick: () => setDeed('rename') },
    { label: 'Remove', icon: 'trash', danger: true, onClick: () => setDeed('remove') },
  ];
  return (
    <Card
      title={
        <span className={classes['title']}>
          {name} <StatusBadge tone={health.tone}>{health.word}</StatusBadge>
          <StatusBadge tone={wallet.role === null ? 'calm' : 'good'}>{role.word}</StatusBadge>
        </span>
      }
      description={`${role.means} ${health.means}`}
      actions={
        mayChange ? (
          <>
            <Button
              variant="default"
              size="xs"
              leftSection={<Icon name="refresh" size={14} />}
              loading={check.isPending}
              onClick={() =>
                check.mutate(wallet.id, {
                  onSuccess: (now) => notifyDone(`${name}: ${healthWords(now.health).word.toLowerCase()}.`),
                })
              }
            >
              Check again
            </Button>
            <RowMenu of={name} deeds={deeds} />
          </>
        ) : undefined
      }
    >
      <div className={classes['body']}>
        {wallet.warnings.map((warning) => (
          <Note key={warning} tone="warn">
            {warningWords(warning)}
          </Note>
        ))}
        {check.error !== null && <ProblemNotice error={check.error} />}
        <Facts
          of={[
            ['Kind', kindName],
            ['Network', wallet.network ?? '–'],
            ['Checked', <Time key="checked" at={wallet.lastCheckedAt} none="never" />],
            ['Id', <Copyable key="id" value={wallet.id} what="wallet id" />],
          ]}
        />
      </div>
      <WalletDialogs wallet={wallet} name={name} deed={deed} onClose={() => setDeed(null)} />
    </Card>
  );
}
