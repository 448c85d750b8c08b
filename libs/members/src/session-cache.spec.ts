import { SessionCache } from './session-cache.js';
import type { KnownSession } from './session.js';

const session = { id: 'ses_1' } as KnownSession;

describe('SessionCache', () => {
  let nowMs = 0;
  let cache: SessionCache;

  beforeEach(() => {
    nowMs = 1_000;
    cache = new SessionCache({ entriesMax: 2, ageMsMax: 1_500 }, () => nowMs);
  });

  it('answers for 1.5 s from the question, and not a millisecond longer', async () => {
    await cache.load('a', () => {
      nowMs += 500;
      return Promise.resolve(session);
    });
    nowMs += 1_000;
    expect(cache.get('a')).toBe(session);
    nowMs += 1;
    expect(cache.get('a')).toBeUndefined();
  });

  it('remembers that there is none', async () => {
    await cache.load('a', () => Promise.resolve(null));
    expect(cache.get('a')).toBeNull();
  });

  it('keeps no answer that was under way when something changed', async () => {
    let give: (answer: KnownSession) => void = () => undefined;
    const asked = cache.load('a', () => new Promise((resolve) => (give = resolve)));
    cache.clear();
    give(session);
    expect(await asked).toBe(session);
    expect(cache.get('a')).toBeUndefined();
  });

  it('keeps its bound', async () => {
    for (const name of ['a', 'b', 'c']) await cache.load(name, () => Promise.resolve(session));
    expect(['a', 'b', 'c'].map((name) => cache.get(name) !== undefined)).toEqual([false, true, true]);
  });
});
