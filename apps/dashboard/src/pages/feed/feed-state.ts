import type { StreamState } from '../../api/event-stream.js';
import type { TurnpikeEvent } from '../../api/shapes/events.js';

const shownMax = 300;

/** The events that are shown, newest first, and those that wait while the reader looks at something. */
export interface FeedState {
  readonly shown: readonly TurnpikeEvent[];
  readonly waiting: readonly TurnpikeEvent[];
  readonly isPaused: boolean;
  readonly isRead: boolean;
  readonly stream: StreamState;
  readonly error: unknown;
}

/** What happens to a feed. */
export type FeedAction =
  | { readonly do: 'restart' | 'pause' | 'resume' | 'clear' }
  | { readonly do: 'history' | 'add'; readonly events: readonly TurnpikeEvent[] }
  | { readonly do: 'stream'; readonly stream: StreamState }
  | { readonly do: 'fail'; readonly error: unknown };

/** A feed that nothing has come to yet. */
export const noFeed: FeedState = {
  shown: [],
  waiting: [],
  isPaused: false,
  isRead: false,
  stream: 'connecting',
  error: null,
};

/** Each event once, newest first, and no more than can be looked at. */
function merged(one: readonly TurnpikeEvent[], other: readonly TurnpikeEvent[]): readonly TurnpikeEvent[] {
  const byId = new Map([...other, ...one].map((event) => [event.id, event]));
  return [...byId.values()]
    .sort((first, second) => second.timestamp.localeCompare(first.timestamp))
    .slice(0, shownMax);
}

/** The feed after something happened. An event that comes twice, by history and stream, is shown once. */
export function reduceFeed(state: FeedState, action: FeedAction): FeedState {
  switch (action.do) {
    case 'restart':
      return noFeed;
    case 'history':
      return { ...state, isRead: true, shown: merged(state.shown, action.events) };
    case 'add':
      return state.isPaused
        ? { ...state, waiting: merged(action.events, state.waiting) }
        : { ...state, shown: merged(action.events, state.shown) };
    case 'pause':
      return { ...state, isPaused: true };
    case 'resume':
      return { ...state, isPaused: false, shown: merged(state.waiting, state.shown), waiting: [] };
    case 'clear':
      return { ...state, shown: [], waiting: [] };
    case 'stream':
      return { ...state, stream: action.stream };
    case 'fail':
      return { ...state, error: action.error };
  }
}
