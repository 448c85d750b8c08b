import { cutToBytes } from './cut-to-bytes.js';

describe('cutToBytes', () => {
  it('leaves a text alone that fits, to the last byte', () => {
    expect(cutToBytes('', 0)).toBe('');
    expect(cutToBytes('weather', 7)).toBe('weather');
    expect(cutToBytes('ナンセンス', 15)).toBe('ナンセンス');
  });

  it('counts bytes, not characters', () => {
    expect(cutToBytes('weather', 4)).toBe('weat');
    expect(cutToBytes('ナンセンス', 9)).toBe('ナンセ');
  });

  it('never leaves half a character, of any width', () => {
    expect(cutToBytes('aé', 2)).toBe('a');
    expect(cutToBytes('ナン', 5)).toBe('ナ');
    expect(cutToBytes('a😀b', 4)).toBe('a');
    expect(cutToBytes('a😀b', 5)).toBe('a😀');
    expect(cutToBytes('😀', 3)).toBe('');
  });

  it('fills 639 bytes and no more, whatever the text', () => {
    for (const unit of ['a', 'é', 'ナ', '😀', 'aé', 'aナ😀']) {
      const cut = cutToBytes(unit.repeat(700), 639);
      expect(Buffer.byteLength(cut)).toBeGreaterThan(635);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(639);
      expect(Buffer.from(cut).toString()).toBe(cut);
    }
  });
});
