import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Mode } from '../../api/mode.js';
import type { TurnpikeEvent } from '../../api/shapes/events.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { LoadMore } from '../../ui/load-more.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QueryView } from '../../ui/query-view.js';
import { EventLine } from './event-line.js';
import { loggedTypes } from './event-words.js';
import { eventsQuery, useReplayEvent } from './webhooks-api.js';
import classes from './event-log.module.css';

/** The mode, and whether there is a webhook to send an event to again. */
export interface EventLogProps {
  readonly mode: Mode;
  readonly mayReplay: boolean;
}

/** All events of the last 30 days, whether or not a webhook got them; each can be sent again. */
export function EventLog({ mode, mayReplay }: EventLogProps) {
  const [type, setType] = useState('');
  const events = useInfiniteQuery(eventsQuery(mode, type));
  const replay = useReplayEvent();
  const onReplay = ({ id }: TurnpikeEvent): void =>
    replay.mutate({ eventId: id }, { onSuccess: () => notifyDone('It is sent again to all that want it.') });
  return (
    <Card
      title="Event log"
      description="Thirty days back. Sent again, an event keeps its id."
      flush
      actions={
        <Select
          size="xs"
          aria-label="Kind of event"
          placeholder="All events"
          clearable
          clearButtonProps={{ 'aria-label': 'Show all events' }}
          data={[...loggedTypes]}
          value={type === '' ? null : type}
          onChange={(value) => setType(value ?? '')}
        />
      }
    >
      {replay.error !== null && (
        <div className={classes['problem']}>
          <ProblemNotice error={replay.error} />
        </div>
      )}
      <QueryView query={events} height={300}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.events);
          if (all.length === 0)
            return (
              <EmptyState icon="log" title={type === '' ? 'Nothing has happened yet' : `No ${type} yet`}>
                Pay a challenge in this mode, and its events stand here a moment later.
              </EmptyState>
            );
          return (
            <>
              <ul className={classes['events']}>
                {all.map((event) => (
                  <EventLine
                    key={event.id}
                    event={event}
                    {...(mayReplay ? { onReplay } : {})}
                    pending={replay.isPending && replay.variables.eventId === event.id}
                  />
                ))}
              </ul>
              <LoadMore pages={events} />
            </>
          );
        }}
      </QueryView>
    </Card>
  );
}
