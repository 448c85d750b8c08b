import { correlationIdOf } from './correlation-id.js';

describe('the correlation id', () => {
  it.each(['a', 'order-7.retry:2_b', 'x'.repeat(128)])('is the caller’s %s', (id) => {
    expect(correlationIdOf(id)).toBe(id);
  });

  it.each([undefined, '', 'x'.repeat(129), 'a b', 'a,b', 'ä', 'a\nb', ['a', 'b']])(
    'is a new one for %j',
    (header) => {
      const id = correlationIdOf(header);
      expect(id).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
      expect(id).not.toBe(correlationIdOf(header));
    },
  );
});
