import { RecentAnswers } from './recent-answers.js';

describe('what was asked recently', () => {
  function scene() {
    const asked: string[] = [];
    const answers: ((answer: number) => void)[] = [];
    const clock = { ms: 0 };
    const ask = (name: string): Promise<number> => {
      asked.push(name);
      return new Promise((resolve) => answers.push(resolve));
    };
    return { asked, answers, clock, recent: new RecentAnswers(ask, 1_500, 10, () => clock.ms) };
  }

  it('is asked once by all who wait, and not again before it is old', async () => {
    const { asked, answers, clock, recent } = scene();
    const [one, other] = [recent.of('a'), recent.of('a')];
    answers[0]?.(1);
    expect([await one, await other]).toEqual([{ answer: 1 }, { answer: 1 }]);
    clock.ms = 1_500;
    expect(recent.of('a')).toMatchObject({ answer: 1 });
    clock.ms = 1_501;
    void recent.of('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('is old from when it was asked, however late the answer came', async () => {
    const { asked, answers, clock, recent } = scene();
    const first = recent.of('a');
    clock.ms = 1_400;
    answers[0]?.(1);
    await first;
    clock.ms = 1_501;
    void recent.of('a');
    expect(asked).toHaveLength(2);
  });

  it('is not remembered if it was forgotten while it was asked', async () => {
    const { asked, answers, recent } = scene();
    const first = recent.of('a');
    recent.forget((name) => name === 'a');
    answers[0]?.(1);
    await first;
    void recent.of('a');
    expect(asked).toHaveLength(2);
  });
});
