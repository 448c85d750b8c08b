import { HangUps } from './hang-ups.js';

const ask = (hangUps: HangUps, name: string, times: number): boolean[] =>
  Array.from({ length: times }, () => hangUps.isForgiven(name));

describe('hang-ups', () => {
  it('are forgiven a few times, for each credential by itself', () => {
    const hangUps = new HangUps({ forgivenMax: 2, credentialsMax: 10 });
    expect(ask(hangUps, 'first', 4)).toEqual([true, true, false, false]);
    expect(ask(hangUps, 'second', 1)).toEqual([true]);
  });

  it('are remembered for so many credentials, those of late before the others', () => {
    const hangUps = new HangUps({ forgivenMax: 1, credentialsMax: 3 });
    for (const name of ['idle', 'busy', 'third', 'busy', 'fourth']) hangUps.isForgiven(name);
    expect([hangUps.isForgiven('busy'), hangUps.isForgiven('idle')]).toEqual([false, true]);
  });
});
