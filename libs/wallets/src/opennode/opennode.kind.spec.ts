import { testSurroundings } from '../testing/emulated-wallet.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { openNodeKind } from './opennode.kind.js';

describe('the kind opennode', () => {
  const kind = openNodeKind(testSurroundings());

  it('takes a key, and takes what it returned again', () => {
    const kept = kind.parse({ apiKey: ' key ', other: 1 });
    expect(kept).toEqual({ apiKey: 'key' });
    expect(kind.parse(kept)).toEqual(kept);
  });

  it.each([{}, { apiKey: '' }, { apiKey: 'two words' }, { apiKey: 'x'.repeat(513) }, null, 'key'])(
    'refuses %j',
    (credentials) => {
      expect(() => kind.parse(credentials)).toThrow(InvalidCredentials);
    },
  );

  it('counts calls by key, sixty a minute in the long run', () => {
    expect(kind.account({ apiKey: 'key' })).toBe('key');
    expect(kind.addresses({ apiKey: 'key' })).toEqual([]);
    const perMinute = Object.values(kind.budget ?? {}).map((lane) => lane.perMinute);
    expect(perMinute.reduce((sum, one) => sum + one, 0)).toBe(60);
  });
});
