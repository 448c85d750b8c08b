import { DEFAULT_SETTINGS, settingsFaults, settingsFromRow } from './merchant-settings.js';
import type { SettingsPatch } from './merchant-settings.js';

describe('settingsFaults', () => {
  it.each<SettingsPatch>([
    {},
    DEFAULT_SETTINGS,
    { tokenValiditySeconds: 300, invoiceExpirySeconds: 120 },
    { tokenValiditySeconds: 2_592_000, invoiceExpirySeconds: 3_600 },
    { settlementPolicy: 'settled', mppPreimageOnly: 'off' },
    { realm: null },
    { realm: 'api.example.com' },
    { realm: 'My shop, open' },
    { realm: 'x'.repeat(128) },
  ])('finds nothing wrong with %j', (patch) => {
    expect(settingsFaults(patch)).toEqual({});
  });

  it.each<[string, SettingsPatch]>([
    ['tokenValiditySeconds', { tokenValiditySeconds: 299 }],
    ['tokenValiditySeconds', { tokenValiditySeconds: 2_592_001 }],
    ['tokenValiditySeconds', { tokenValiditySeconds: 300.5 }],
    ['tokenValiditySeconds', { tokenValiditySeconds: Number.NaN }],
    ['invoiceExpirySeconds', { invoiceExpirySeconds: 119 }],
    ['invoiceExpirySeconds', { invoiceExpirySeconds: 3_601 }],
    ['realm', { realm: '' }],
    ['realm', { realm: ' ' }],
    ['realm', { realm: 'api.example.com ' }],
    ['realm', { realm: 'a"b' }],
    ['realm', { realm: 'a\\b' }],
    ['realm', { realm: 'a|b' }],
    ['realm', { realm: 'a\r\nX-Injected: 1' }],
    ['realm', { realm: 'caf\u00e9' }],
    ['realm', { realm: 'x'.repeat(129) }],
  ])('names %s as wrong in %j', (member, patch) => {
    expect(Object.keys(settingsFaults(patch))).toEqual([member]);
  });

  it('names every member that is wrong', () => {
    const faults = settingsFaults({ tokenValiditySeconds: 1, invoiceExpirySeconds: 1, realm: '' });
    expect(Object.keys(faults)).toEqual(['tokenValiditySeconds', 'invoiceExpirySeconds', 'realm']);
  });
});

describe('settingsFromRow', () => {
  it('reads a row and freezes what it gives', () => {
    const settings = settingsFromRow({ ...DEFAULT_SETTINGS, settlementPolicy: 'settled' });
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, settlementPolicy: 'settled' });
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it('refuses a word that it does not know rather than guessing a policy', () => {
    expect(() => settingsFromRow({ ...DEFAULT_SETTINGS, settlementPolicy: 'whatever' })).toThrow();
  });
});
