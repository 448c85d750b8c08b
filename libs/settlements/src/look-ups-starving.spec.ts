import { Unavailable } from '@turnpike/wallets';
import type { InvoiceState } from '@turnpike/wallets';
import { LookUpScene } from './testing/look-up-scene.js';

const SETTLED: InvoiceState = { is: 'settled', via: 'lightning' };

describe('an invoice that its wallet cannot be asked about', () => {
  it('keeps none of the others from being asked about, and settled', async () => {
    const scene = new LookUpScene();
    const bad = scene.challenge('a', 'bad');
    const good = Array.from({ length: 20 }, (_, n) => scene.challenge('a', `${n}`));
    scene.wallets.set('a', (refs) =>
      refs.some(({ providerRef }) => providerRef === 'bad')
        ? Promise.reject(new Unavailable(5))
        : Promise.resolve(SETTLED),
    );
    for (let n = 0; n < 40; n += 1) {
      await scene.runRound();
      scene.clock.advanceSeconds(15);
    }
    expect(good.map((key) => scene.wordOf(key))).toEqual(good.map(() => 'settled'));
    expect(scene.wordOf(bad)).not.toBe('expired');
  });
});
