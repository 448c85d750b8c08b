import { instantOf, isInstant } from './instant.decorator.js';

describe('isInstant', () => {
  it.each([
    '2026-12-01T10:10:00Z',
    '2026-12-01T10:10:00.123Z',
    '2026-12-01T10:10:00+05:30',
    '2028-02-29T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('admits %s', (text) => {
    expect(isInstant(text)).toBe(true);
    expect(Number.isNaN(instantOf(text)?.getTime())).toBe(false);
  });

  it.each([
    '',
    '2026-12-01',
    '2026-12-01T10:10:00',
    '2026-12-01 10:10:00Z',
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-12-01T24:00:00Z',
    '2026-12-01T10:10:60Z',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59-01:00',
    '0000-01-01T00:00:00Z',
    'tomorrow',
    1_764_583_800,
    null,
    ['2026-12-01T10:10:00Z'],
  ])('refuses %j', (value) => {
    expect(isInstant(value)).toBe(false);
  });
});

describe('instantOf', () => {
  it('leaves absence as it is', () => {
    expect([instantOf(null), instantOf(undefined)]).toEqual([null, null]);
  });
});
