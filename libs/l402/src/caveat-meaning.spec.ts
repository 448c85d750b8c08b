import { explainCaveat } from './caveat-meaning.js';

const explain = (text: string, isThirdParty = false) => explainCaveat(Buffer.from(text), isThirdParty);

describe('a caveat in words', () => {
  it.each([
    ['path=/a=b', 'path', '/a=b', true, 'Good for the resource /a=b only, byte for byte.'],
    ['expires=1796083200', 'expires', '1796083200', true, 'Good before 2026-12-01T00:00:00Z.'],
    [
      'expires=9007199254740991',
      'expires',
      '9007199254740991',
      true,
      'Good before 9007199254740991 seconds after 1970.',
    ],
    ['method=GET', 'method', 'GET', true, 'Good for GET and HEAD requests only.'],
    ['amount_sats=1', 'amount_sats', '1', true, 'Bought for 1 sat.'],
    ['amount_sats=5', 'amount_sats', '5', true, 'Bought for 5 sats.'],
  ])('%s', (text, condition, value, known, meaning) => {
    expect(explain(text)).toEqual({ text, condition, value, known, meaning });
  });

  it.each(['Path=/a', 'expires=soon', 'path', 'tp_new=1'])('%s makes a token refused', (text) => {
    expect(explain(text)).toMatchObject({ known: false, meaning: expect.stringContaining('refused') });
  });

  it('of somebody else is told from one that a third party has to discharge', () => {
    expect(explain('ip=1.2.3.4')).toMatchObject({
      known: false,
      meaning: expect.stringContaining('Not one of ours'),
    });
    expect(explain('path=/a', true)).toMatchObject({
      known: false,
      meaning: expect.stringContaining('third party'),
    });
  });

  it.each(['preimage=secret', ' Preimage =secret'])('%s is not repeated', (text) => {
    expect(JSON.stringify(explain(text))).not.toContain('secret');
  });

  it('that is no text is written as far as it can be', () => {
    expect(explainCaveat(Buffer.of(0xff, 0x3d, 0xfe), false)).toMatchObject({ known: false });
  });
});
