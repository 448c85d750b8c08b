import { Button, Group, Stack } from '@mantine/core';
import type { Wallet } from '../../api/shapes/wallets.js';
import { Card } from '../../ui/card.js';
import { Icon } from '../../ui/icon.js';
import { Note } from '../../ui/note.js';
import { walletKindName } from './kinds/wallet-kinds.js';
import { roleWords, warningWords } from './wallet-words.js';
import classes from './probe-result.module.css';

/** A wallet that was just connected. */
export interface ProbeResultProps {
  readonly wallet: Wallet;
  readonly goOn: string;
  readonly onDone: () => void;
}

/** What trying a wallet out has shown, in words, and what it is used for from now on. */
export function ProbeResult({ wallet, goOn, onDone }: ProbeResultProps) {
  const name = walletKindName(wallet.kind);
  const spends = wallet.warnings.some((warning) => warning.startsWith('can_spend:'));
  const looksUp = !wallet.warnings.includes('look_up_unproven');
  const small = !wallet.warnings.includes('minimum_above_one_sat');
  const shown = [
    `${name} answered and accepts the credentials.`,
    ...(wallet.network === null ? [] : [`It is on ${wallet.network}.`]),
    ...(small ? ['It made an invoice over one satoshi: amount, hash, network and expiry fit.'] : []),
    ...(looksUp && small
      ? ['It says of that invoice that it is open, so we will see when one is paid.']
      : []),
    ...(spends ? [] : ['We found no right to spend.']),
  ];
  return (
    <Card title={`${name} is connected`}>
      <Stack gap="md">
        <ul className={classes['list']}>
          {shown.map((line) => (
            <li key={line}>
              <Icon name="check" size={18} />
              <span>{line}</span>
            </li>
          ))}
        </ul>
        {wallet.warnings.map((warning) => (
          <Note key={warning} tone="warn">
            {warningWords(warning)}
          </Note>
        ))}
        <p style={{ margin: 0 }}>
          <strong>{roleWords[wallet.role ?? 'none'].word}.</strong> {roleWords[wallet.role ?? 'none'].means}
        </p>
        <Group>
          <Button onClick={onDone}>{goOn}</Button>
        </Group>
      </Stack>
    </Card>
  );
}
