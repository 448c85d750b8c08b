import { gatewayBounds } from './gateway-bounds.js';
import { HangUps } from './hang-ups.js';

const { hangUpsForgivenMax, hangUpCredentialsMax } = gatewayBounds;

describe('hang-ups', () => {
  it('are forgiven a few times, for each credential by itself', () => {
    const hangUps = new HangUps();
    const first = Array.from({ length: hangUpsForgivenMax + 2 }, () => hangUps.isForgiven('first'));
    expect(first.filter(Boolean)).toHaveLength(hangUpsForgivenMax);
    expect(first.at(-1)).toBe(false);
    expect(hangUps.isForgiven('second')).toBe(true);
  });

  it('are remembered for so many credentials, those of late before the others', () => {
    const hangUps = new HangUps();
    const useUp = (name: string): void => {
      for (let time = 0; time < hangUpsForgivenMax; time += 1) hangUps.isForgiven(name);
    };
    useUp('idle');
    useUp('busy');
    for (let other = 1; other < hangUpCredentialsMax; other += 1) {
      hangUps.isForgiven(`other ${String(other)}`);
      if (other % 1_000 === 0) expect(hangUps.isForgiven('busy')).toBe(false);
    }
    expect([hangUps.isForgiven('busy'), hangUps.isForgiven('idle')]).toEqual([false, true]);
  });
});
