import type { MerchantId } from '@turnpike/l402';
import { Unavailable } from '@turnpike/wallets';
import type { InvoiceState } from '@turnpike/wallets';
import { LookUpScene } from './testing/look-up-scene.js';

const never = (): Promise<InvoiceState> => new Promise(() => undefined);

/** Wallets of one merchant, each with one open challenge, none of which ever answers. */
function connectSlow(scene: LookUpScene, merchantId: number, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const connection = `slow ${merchantId} ${n}`;
    scene.wallets.set(connection, never);
    scene.challenge(connection, '1', { merchantId: merchantId as MerchantId });
  }
}

describe('the turns of wallets', () => {
  it('are few for one merchant, however many slow wallets he has, and others have theirs meanwhile', async () => {
    const scene = new LookUpScene();
    connectSlow(scene, 7, 40);
    const other = scene.challenge('quick', '1', { merchantId: 8 as MerchantId });
    await scene.round.run();
    await untilTrue(() => scene.dueIn(other) === 1);
    expect(scene.asked.filter(({ connection }) => connection.startsWith('slow'))).toHaveLength(4);
  });

  it('are bounded in all', async () => {
    const scene = new LookUpScene();
    for (let merchant = 1; merchant <= 40; merchant += 1) connectSlow(scene, merchant, 3);
    await scene.round.run();
    expect(scene.asked).toHaveLength(64);
  });

  it('are a quarter of all for wallets that gave no answer last time', async () => {
    const scene = new LookUpScene();
    const away = (): Promise<InvoiceState> => Promise.reject(new Unavailable(5));
    for (let n = 0; n < 60; n += 1) {
      scene.wallets.set(`away ${n}`, away);
      scene.challenge(`away ${n}`, '1', { merchantId: (n + 1) as MerchantId });
    }
    await scene.runRound();
    for (let n = 0; n < 60; n += 1) scene.wallets.set(`away ${n}`, never);
    scene.clock.advanceSeconds(10);
    const asked = scene.asked.length;
    const well = scene.challenge('well', '1', { merchantId: 99 as MerchantId });
    await scene.round.run();
    await untilTrue(() => scene.dueIn(well) === 1);
    expect(scene.asked.slice(asked).filter(({ connection }) => connection.startsWith('away'))).toHaveLength(
      16,
    );
  });
});

/** Lets everything that can go on go on until the condition holds. */
async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
