import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useMode } from '../../api/mode.js';
import type { StreamState } from '../../api/event-stream.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Icon } from '../../ui/icon.js';
import { Page } from '../../ui/page.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { StatusBadge } from '../../ui/status-badge.js';
import type { Tone } from '../../ui/status-badge.js';
import { FeedRow } from './feed-row.js';
import { useFeed } from './use-feed.js';
import classes from './feed-page.module.css';

const streams: Readonly<Record<StreamState, { readonly tone: Tone; readonly text: string }>> = {
  connecting: { tone: 'calm', text: 'Connecting' },
  live: { tone: 'good', text: 'Live' },
  waiting: { tone: 'warn', text: 'Connection lost, trying again' },
  refused: { tone: 'bad', text: 'Not allowed' },
};
const kinds = [
  { value: '', label: 'All events' },
  { value: 'challenge.', label: 'Challenges' },
  { value: 'wallet.', label: 'Wallets' },
  { value: 'api_key.', label: 'Keys' },
  { value: 'webhook.', label: 'Webhooks' },
  { value: 'plan.', label: 'Plan' },
];

/** What happens, as it happens. */
export function FeedPage() {
  const mode = useMode();
  const { state, pause, resume, clear } = useFeed(mode);
  const [kind, setKind] = useState('');
  const { tone, text } = streams[state.stream];
  const shown = state.shown.filter(({ type }) => type.startsWith(kind));
  return (
    <Page
      title="Live feed"
      description="Challenges as they are minted, paid and used, and whatever needs your eye."
      actions={
        <>
          <NativeSelect
            aria-label="Which events"
            data={kinds}
            value={kind}
            onChange={({ currentTarget: { value } }) => setKind(value)}
          />
          <Button
            variant="default"
            leftSection={<Icon name={state.isPaused ? 'play' : 'pause'} size={16} />}
            onClick={state.isPaused ? resume : pause}
          >
            {state.isPaused
              ? `Go on${state.waiting.length > 0 ? ` (${state.waiting.length})` : ''}`
              : 'Pause'}
          </Button>
          <Button variant="subtle" color="gray" onClick={clear}>
            Clear
          </Button>
        </>
      }
    >
      {state.error !== null && <ProblemNotice error={state.error} />}
      <Card
        title={
          <StatusBadge tone={state.isPaused ? 'warn' : tone}>{state.isPaused ? 'Paused' : text}</StatusBadge>
        }
        flush
      >
        {shown.length === 0 ? (
          <EmptyState
            icon="feed"
            title={state.isRead ? 'Nothing has happened yet' : 'Reading the latest events'}
          >
            Leave this page open and mint a challenge: it appears here at once, and again when it is paid.
          </EmptyState>
        ) : (
          <ol className={classes['feed']} aria-live="polite" aria-relevant="additions">
            {shown.map((event) => (
              <FeedRow key={event.id} event={event} />
            ))}
          </ol>
        )}
      </Card>
    </Page>
  );
}
