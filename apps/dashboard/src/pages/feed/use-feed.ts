import { useCallback, useEffect, useReducer } from 'react';
import { api } from '../../api/client.js';
import { followEvents } from '../../api/event-stream.js';
import type { StreamState } from '../../api/event-stream.js';
import type { Mode } from '../../api/mode.js';
import type { EventPage, TurnpikeEvent } from '../../api/shapes/events.js';
import { noFeed, reduceFeed } from './feed-state.js';
import type { FeedState } from './feed-state.js';

const historyLimit = 50;

/** What the feed shows, and its switches. */
export interface Feed {
  readonly state: FeedState;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly clear: () => void;
}

/** The events of a mode: the latest that there are, and every one that comes while somebody looks. */
export function useFeed(mode: Mode): Feed {
  const [state, dispatch] = useReducer(reduceFeed, noFeed);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    dispatch({ do: 'restart' });
    const onEvent = (event: TurnpikeEvent): void => dispatch({ do: 'add', events: [event] });
    const readHistory = (): void =>
      void api
        .get<EventPage>('/api/merchant/events', { mode, signal, query: { limit: historyLimit } })
        .then(({ events }) => dispatch({ do: 'history', events }))
        .catch((error: unknown) => {
          if (!signal.aborted) dispatch({ do: 'fail', error });
        });
    const known = new Set<StreamState>(['connecting', 'refused']);
    const onState = (stream: StreamState): void => {
      dispatch({ do: 'stream', stream });
      // Read once the stream stands, so that nothing falls between them; and before that where it has to wait.
      if (!known.has('live') && !known.has(stream)) readHistory();
      known.add(stream);
    };
    followEvents(mode, { onEvent, onState }, signal).catch((error: unknown) =>
      dispatch({ do: 'fail', error }),
    );
    return () => stop.abort();
  }, [mode]);
  return {
    state,
    pause: useCallback(() => dispatch({ do: 'pause' }), []),
    resume: useCallback(() => dispatch({ do: 'resume' }), []),
    clear: useCallback(() => dispatch({ do: 'clear' }), []),
  };
}
