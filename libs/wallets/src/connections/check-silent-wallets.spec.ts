import { randomUUID } from 'node:crypto';
import { WalletUnavailable } from '@turnpike/problems';
import { Deadline } from '../deadline.js';
import { DeskScene, MERCHANT } from '../testing/desk-scene.js';
import { walletBounds } from '../wallet-bounds.js';
import { CredentialInvalid, ProtocolViolation, UnknownOutcome } from '../wallet-errors.js';
import { CheckSilentWallets } from './check-silent-wallets.js';

let scene: DeskScene;

beforeEach(async () => {
  scene = await DeskScene.start();
});

afterEach(() => scene.close());

const running = new AbortController().signal;
const check = (signal = running): Promise<number> =>
  new CheckSilentWallets(scene.health, scene.wallets, scene.clock, scene.logger).run(signal);

/** Resolves with what is on record when it is that word; the note of a call is not waited for by who calls. */
async function untilHealth(id: string, word: string): Promise<void> {
  while ((await scene.rows.health(id)).health !== word) await new Promise((resolve) => setImmediate(resolve));
}

const mint = (): Promise<unknown> =>
  scene.wallets.createInvoice(
    { merchantId: MERCHANT, mode: 'live' },
    { challengeId: randomUUID(), amountSats: 1, description: 'x', expirySeconds: 600 },
    Deadline.in(8_000),
  );

describe('silent wallets', () => {
  it('are asked about an invoice that nobody made, and never for a new one', async () => {
    const { id } = await scene.add('silent', 'primary');
    scene.node('silent').calls.length = 0;
    expect(await check()).toBe(0);
    scene.clock.advanceSeconds(walletBounds.unseenSeconds);
    expect(await check()).toBe(1);
    expect(scene.node('silent').calls).toEqual(['look-up']);
    await untilHealth(id, 'ok');
  });

  it('that do not answer, or refuse us, keep the others from nothing', async () => {
    const nodes = ['away', 'refusing', 'well'] as const;
    const { id: away } = await scene.add('away', 'primary');
    const { id: refusing } = await scene.add('refusing', 'fallback');
    const other = { ...scene.wish('well', 'primary') };
    const { id: well } = await scene.connect.run(2 as typeof MERCHANT, other);
    scene.node('away').failures['look-up'] = new UnknownOutcome();
    scene.node('refusing').failures['look-up'] = new CredentialInvalid();
    scene.clock.advanceSeconds(walletBounds.unseenSeconds);
    expect(await check()).toBe(nodes.length);
    await untilHealth(away, 'unavailable');
    await untilHealth(refusing, 'rejected');
    await untilHealth(well, 'ok');
  });

  it('are asked some at a time, so that one which hangs keeps the others waiting for nothing', async () => {
    await scene.add('hanging', 'primary');
    const { id: well } = await scene.connect.run(2 as typeof MERCHANT, scene.wish('well', 'primary'));
    let answer = (): void => undefined;
    scene.node('hanging').gate = new Promise<void>((resolve) => {
      answer = resolve;
    });
    scene.clock.advanceSeconds(walletBounds.unseenSeconds);
    const checking = check();
    await untilHealth(well, 'ok');
    answer();
    expect(await checking).toBe(2);
  });

  it('whose answers cannot be read answer all the same, and their merchants are told', async () => {
    const { id } = await scene.add('garbling', 'primary');
    scene.node('garbling').failures['look-up'] = new ProtocolViolation('the answer is no JSON');
    scene.clock.advanceSeconds(walletBounds.unseenSeconds);
    expect(await check()).toBe(1);
    await untilHealth(id, 'ok');
    let alerts = await scene.alerts.list(MERCHANT);
    while (alerts.length === 0) alerts = await scene.alerts.list(MERCHANT);
    expect(alerts).toMatchObject([{ matter: 'unreadable_answer' }]);
  });

  it('are not asked any more when the process ends', async () => {
    await scene.add('silent', 'primary');
    scene.clock.advanceSeconds(walletBounds.unseenSeconds);
    expect(await check(AbortSignal.abort())).toBe(0);
  });

  it('that were away for a moment are found well again before anybody is told', async () => {
    const { id } = await scene.add('shop', 'primary');
    scene.node('shop').failures.create = new UnknownOutcome();
    await expect(mint()).rejects.toBeInstanceOf(WalletUnavailable);
    await untilHealth(id, 'unavailable');
    scene.clock.advanceSeconds(walletBounds.doubtSeconds);
    expect(await check()).toBe(1);
    await untilHealth(id, 'ok');
    scene.clock.advanceSeconds(9_999);
    expect(await scene.health.tell()).toBe(0);
  });
});

describe('a wallet that is spared', () => {
  it('because it refused us stays on record as refusing, however often it is minted with meanwhile', async () => {
    const { id } = await scene.add('refusing', 'primary');
    const node = scene.node('refusing');
    node.failures.create = new CredentialInvalid();
    await expect(mint()).rejects.toBeInstanceOf(WalletUnavailable);
    await untilHealth(id, 'rejected');
    const calls = node.calls.length;
    for (let n = 0; n < 5; n += 1) await expect(mint()).rejects.toBeInstanceOf(WalletUnavailable);
    expect(node.calls).toHaveLength(calls);
    expect(await scene.health.tell()).toBe(1);
    expect((await scene.rows.events()).map(({ type }) => type)).toEqual(['wallet.rejected']);
    expect(await scene.rows.health(id)).toMatchObject({ health: 'rejected' });
  });
});
