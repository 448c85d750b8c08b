import { createHash } from 'node:crypto';
import { hashApiKey, looksLikeApiKey, newApiKey } from './api-key.js';

describe('an API key', () => {
  it('says its mode, has 192 random bits and is known by SHA-256', () => {
    for (const mode of ['test', 'live'] as const) {
      const made = newApiKey(mode);
      expect(made.key).toMatch(new RegExp(`^tp_${mode}_[0-9A-Za-z]{39}$`));
      expect(made.prefix).toBe(made.key.slice(0, 12));
      expect(made.hash).toEqual(createHash('sha256').update(made.key).digest());
      expect(hashApiKey(made.key)).toEqual(made.hash);
      expect(looksLikeApiKey(made.key)).toBe(mode);
    }
  });

  it('is never made twice', () => {
    const keys = Array.from({ length: 200 }, () => newApiKey('test').key);
    expect(new Set(keys).size).toBe(200);
  });

  it('is refused without a look-up when any one character is altered', () => {
    const { key } = newApiKey('live');
    for (let i = 0; i < key.length; i++) {
      const other = key.charAt(i) === 'x' ? 'y' : 'x';
      expect(looksLikeApiKey(key.slice(0, i) + other + key.slice(i + 1))).toBeNull();
    }
  });

  it('is refused when its mode is changed, when cut, lengthened or of other characters', () => {
    const { key } = newApiKey('test');
    const wrong = [
      key.replace('test', 'live'),
      key.slice(0, -1),
      `${key}0`,
      ` ${key}`,
      '',
      'tp_test_',
      'x'.repeat(47),
    ];
    for (const text of [...wrong, key.toUpperCase(), key.replace(/.$/, 'é')]) {
      expect(looksLikeApiKey(text)).toBeNull();
    }
  });
});
