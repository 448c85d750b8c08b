import { monthOf } from './usage.js';

describe('monthOf', () => {
  it.each([
    ['2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['2026-11-30T23:59:59.999Z', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['2026-12-15T12:00:00.000Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2028-02-29T01:00:00.000Z', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
  ])('puts %s into the month from %s to %s', (now, start, end) => {
    expect(monthOf(new Date(now))).toEqual({ start: new Date(start), end: new Date(end) });
  });
});
