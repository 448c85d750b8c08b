import { formatUseId, parseUseId } from './use-id.js';

const key = '00112233445566778899aabbccddeeff';

describe('use ids', () => {
  it('carry key and sequence number both ways', () => {
    for (const seq of [1, 2, 1_000_000, 0x7fff_ffff, 0x8000_0000, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      expect(parseUseId(formatUseId(key, seq))).toEqual({ key, seq });
    }
  });

  it.each([
    '',
    'use_',
    formatUseId(key, 1).slice(0, -1),
    `${formatUseId(key, 1)}A`,
    formatUseId(key, 1).replace('use_', 'USE_'),
    `use_${'='.repeat(32)}`,
    formatUseId(key, 0),
    formatUseId(key, Number.MAX_SAFE_INTEGER + 1),
    formatUseId(key, 2 ** 63),
  ])('refuse %j, which no verify hands out', (text) => {
    expect(parseUseId(text)).toBeNull();
  });
});
