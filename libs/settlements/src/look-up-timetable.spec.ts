import { LookUpTimetable } from './look-up-timetable.js';

const start = new Date('2026-01-01T00:00:00Z');
const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const secondsOf = (date: Date): number => (date.getTime() - start.getTime()) / 1000;

/** So many that have waited since. */
const waiting = (count: number, since: number) =>
  Array.from({ length: count }, () => ({ waitingSince: at(since) }));

/** How many are placed at each second. */
function placed(timetable: LookUpTimetable, watches: readonly { waitingSince: Date }[], now: number) {
  const counts: Record<number, number> = {};
  for (const time of timetable.place(watches, at(now)))
    counts[secondsOf(time)] = (counts[secondsOf(time)] ?? 0) + 1;
  return counts;
}

describe('the timetable of a lane that cannot keep up', () => {
  it('spreads what has no room, one portion a second', () => {
    const timetable = new LookUpTimetable();
    expect(placed(timetable, waiting(600, 0), 0)).toEqual({ 1: 250, 2: 250, 3: 100 });
    expect(placed(timetable, waiting(200, 0), 0)).toEqual({ 3: 150, 4: 50 });
    expect([timetable.isOver(at(3)), timetable.isOver(at(4))]).toEqual([false, true]);
  });

  it('pauses while the budget is empty, and goes on portion by portion at its pace', () => {
    const timetable = new LookUpTimetable();
    timetable.noteEmptyBudget(3, at(0));
    expect([timetable.resumesAt(at(2)), timetable.resumesAt(at(3))]).toEqual([at(3), null]);
    expect(placed(timetable, waiting(120, 0), 0)).toEqual({ 3: 50, 6: 50, 9: 20 });
  });

  it('has those that had a time go first, and those that are new last', () => {
    const timetable = new LookUpTimetable();
    timetable.noteEmptyBudget(3, at(0));
    placed(timetable, waiting(500, 0), 0);
    timetable.noteEmptyBudget(3, at(30));
    expect(placed(timetable, [...waiting(60, 0), ...waiting(70, 29)], 30)).toEqual({ 33: 100, 36: 30 });
    const hinted = { waitingSince: new Date(0) };
    expect(timetable.place([hinted], at(30))).toEqual([at(33)]);
  });

  it('learns from the answers between two ends of the budget how much that allows', () => {
    const timetable = new LookUpTimetable();
    timetable.noteEmptyBudget(2, at(0));
    for (let second = 2; second < 40; second += 2) {
      timetable.noteAnswers(1);
      timetable.noteEmptyBudget(2, at(second));
    }
    expect(placed(timetable, waiting(3, 38), 38)).toEqual({ 40: 1, 42: 1, 44: 1 });
  });
});
