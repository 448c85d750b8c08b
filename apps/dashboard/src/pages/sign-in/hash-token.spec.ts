import { tokenIn } from './hash-token.js';

describe('the token of a one-time link', () => {
  it('is what stands behind the number sign', () => {
    expect(tokenIn('#token=tk_abc-123')).toBe('tk_abc-123');
  });

  it.each(['', '#', '#token=', '#other=1', 'token'])('is none in %p', (hash) => {
    expect(tokenIn(hash)).toBeNull();
  });
});
