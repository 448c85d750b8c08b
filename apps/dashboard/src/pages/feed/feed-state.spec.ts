import { noFeed, reduceFeed } from './feed-state.js';

const event = (id: string, second: number) => ({
  id,
  type: 'challenge.paid',
  timestamp: `2030-01-01T00:00:0${second}Z`,
  data: {},
});

describe('the live feed', () => {
  it('shows an event once that came by history and by stream, newest first', () => {
    const streamed = reduceFeed(noFeed, { do: 'add', events: [event('b', 2)] });
    const read = reduceFeed(streamed, { do: 'history', events: [event('b', 2), event('a', 1)] });
    expect(read.shown.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('lets events wait while it is paused, and shows them afterwards', () => {
    const paused = reduceFeed(reduceFeed(noFeed, { do: 'pause' }), { do: 'add', events: [event('a', 1)] });
    expect([paused.shown.length, paused.waiting.length]).toEqual([0, 1]);
    expect(reduceFeed(paused, { do: 'resume' })).toMatchObject({ shown: [event('a', 1)], waiting: [] });
  });

  it('keeps no more than can be looked at', () => {
    let state = noFeed;
    for (let index = 0; index < 400; index += 1)
      state = reduceFeed(state, { do: 'add', events: [event(String(index), index % 10)] });
    expect(state.shown).toHaveLength(300);
  });
});
