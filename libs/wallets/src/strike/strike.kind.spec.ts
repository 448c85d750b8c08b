import { testSurroundings } from '../testing/emulated-wallet.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { parseStrikeCredentials, strikeKind } from './strike.kind.js';

const apiKey = 'F00D'.repeat(16);

describe('the kind strike', () => {
  const kind = strikeKind(testSurroundings());

  it('takes a key alone, which is credited in bitcoin, and takes what it returned again', () => {
    const kept = kind.parse({ apiKey: ` ${apiKey}\n`, other: 1 });
    expect(kept).toEqual({ apiKey, targetCurrency: 'BTC', quotes: false });
    expect(kind.parse(kept)).toEqual(kept);
  });

  it.each([
    ['apiKey', {}],
    ['apiKey', { apiKey: 7 }],
    ['apiKey', { apiKey: 'two words' }],
    ['apiKey', { apiKey: 'x'.repeat(513) }],
    ['targetCurrency', { apiKey, targetCurrency: 'CHF' }],
    ['targetCurrency', { apiKey, targetCurrency: null }],
    ['quotes', { apiKey, quotes: 'yes' }],
    ['quotes', { apiKey, quotes: true, targetCurrency: 'USD' }],
    ['credentials', [apiKey]],
  ])('refuses by the name %s and quotes nothing: %#', (member, credentials) => {
    let thrown: unknown = null;
    try {
      parseStrikeCredentials(credentials);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(InvalidCredentials);
    expect(Object.keys((thrown as InvalidCredentials).members)).toEqual([member]);
    expect(JSON.stringify(thrown)).not.toContain(apiKey);
  });

  it('counts calls by key, and stays below 800 of the 1,000 in any ten minutes', () => {
    expect(kind.account({ apiKey })).toBe(apiKey);
    expect(kind.addresses({ apiKey })).toEqual([]);
    const lanes = Object.values(kind.budget ?? {});
    const most = lanes.reduce((sum, { burst, perMinute }) => sum + burst + 10 * perMinute, 0);
    expect(most).toBeLessThanOrEqual(800);
  });
});
