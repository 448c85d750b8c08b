import { addDays, daysBetween, parseUtcDay, utcDay } from './utc-day.js';

describe('days in UTC', () => {
  it('end at midnight in UTC', () => {
    expect(utcDay(new Date('2026-12-01T23:59:59.999Z'))).toBe('2026-12-01');
    expect(utcDay(new Date('2026-12-02T00:30:00+01:00'))).toBe('2026-12-01');
  });

  it('are counted over months, leap days and changes of the clocks', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect(daysBetween('2026-03-01', '2026-04-01')).toBe(32);
    expect(daysBetween('2026-03-01', '2026-03-01')).toBe(1);
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '0000-00-00',
    '1969-12-31',
    '2026-1-1',
    '2026-12-01T00:00:00Z',
    '',
    null,
    7,
  ])('are read strictly: not %p', (text) => {
    expect(parseUtcDay(text)).toBeNull();
  });

  it('are read as they are written', () => {
    expect(parseUtcDay('2028-02-29')).toBe('2028-02-29');
  });
});
