import { limits } from '@turnpike/config';
import { CredentialInvalid, RateLimited, Unavailable, UnknownOutcome } from '@turnpike/wallets';
import type { InvoiceState, WalletError } from '@turnpike/wallets';
import { settlementBounds } from './settlement-bounds.js';
import { LookUpScene } from './testing/look-up-scene.js';

const SETTLED: InvoiceState = { is: 'settled', via: 'lightning' };
const UNKNOWN: InvoiceState = { is: 'unknown', because: 'not-found' };
const TAKEN = limits.watchTakenSeconds;

describe('look-ups', () => {
  it('record what the wallet says, and end the watch of what is settled', async () => {
    const scene = new LookUpScene();
    const [paid, open] = [scene.challenge('a', 'paid'), scene.challenge('b', 'open')];
    scene.wallets.set('a', () => Promise.resolve(SETTLED));
    await scene.runRound();
    expect([scene.wordOf(paid), scene.dueIn(paid)]).toEqual(['settled', null]);
    expect([scene.wordOf(open), scene.dueIn(open)]).toEqual(['open', 1]);
  });

  it('ask about all due challenges of a connection in one go, and about none that is not due', async () => {
    const scene = new LookUpScene();
    for (let n = 0; n < 40; n += 1) scene.challenge('a', `${n}`);
    await scene.runRound();
    expect(scene.asked.map(({ hashes }) => hashes.length)).toEqual([40]);
    await scene.runRound();
    expect(scene.asked).toHaveLength(1);
    scene.clock.advanceSeconds(1);
    await scene.runRound();
    expect(scene.asked).toHaveLength(2);
  });

  it('keep what nobody knows as unknown, never as unpaid or expired', async () => {
    const scene = new LookUpScene();
    const key = scene.challenge('a', '1');
    scene.wallets.set('a', () => Promise.resolve(UNKNOWN));
    await scene.runRound();
    expect(scene.wordOf(key)).toBe('unknown');
    scene.clock.advanceSeconds(1200);
    await scene.runRound();
    expect(scene.wordOf(key)).toBe('unknown');
    expect(scene.words.map(({ word }) => word)).not.toContain('expired');
  });

  it('expire an unpaid challenge only after the grace', async () => {
    const scene = new LookUpScene();
    const key = scene.challenge('a', '1');
    while (scene.dueIn(key) !== null) {
      await scene.runRound();
      const due = scene.dueIn(key);
      if (due !== null) expect(scene.wordOf(key)).toBe('open');
      scene.clock.advanceSeconds(due ?? 0);
    }
    expect(scene.wordOf(key)).toBe('expired');
    expect(scene.clock.now()).toEqual(new Date('2026-01-01T00:20:00Z'));
  });

  it('write the first word even if it is open, and no word that is on record', async () => {
    const scene = new LookUpScene();
    scene.challenge('a', '1');
    for (let n = 0; n < 5; n += 1) {
      await scene.runRound();
      scene.clock.advanceSeconds(1);
    }
    expect(scene.words.map(({ word }) => word)).toEqual(['open']);
  });

  it('end the watch of what was settled before, without asking', async () => {
    const scene = new LookUpScene();
    const key = scene.challenge('a', '1', { settlement: 'settled' });
    await scene.runRound();
    expect(scene.asked).toEqual([]);
    expect(scene.dueIn(key)).toBeNull();
  });

  it('lose nothing when the answer cannot be written down', async () => {
    const scene = new LookUpScene();
    const key = scene.challenge('a', '1');
    scene.wallets.set('a', () => Promise.resolve(SETTLED));
    scene.failWrites = true;
    await scene.runRound();
    expect(scene.dueIn(key)).toBe(TAKEN);
    scene.failWrites = false;
    scene.clock.advanceSeconds(TAKEN);
    await scene.runRound();
    expect(scene.wordOf(key)).toBe('settled');
  });
});

describe('a wallet that gives no answer', () => {
  it.each<[string, WalletError, number]>([
    ['it was unavailable', new Unavailable(30), 30],
    ['an unknown outcome', new UnknownOutcome(), 5],
    ['it wanted fewer calls', new RateLimited(3600), 3600],
    ['it refused the credential', new CredentialInvalid(), 300],
  ])('is left alone for a while after %s, and nothing is lost', async (_what, error, pauseSeconds) => {
    const scene = new LookUpScene();
    const keys = ['1', '2'].map((name) => scene.challenge('a', name));
    scene.wallets.set('a', () => Promise.reject(error));
    await scene.runRound();
    for (const key of keys) {
      expect(scene.wordOf(key)).toBe('open');
      expect(scene.dueIn(key)).toBeGreaterThanOrEqual(pauseSeconds * 0.8);
      expect(scene.dueIn(key)).toBeLessThanOrEqual(pauseSeconds);
    }
    scene.clock.advanceSeconds(pauseSeconds);
    scene.wallets.set('a', () => Promise.resolve(SETTLED));
    await scene.runRound();
    expect(keys.map((key) => scene.wordOf(key))).toEqual(['settled', 'settled']);
  });

  it('has said no word: silence is not put on record as one, and its first word later is', async () => {
    const scene = new LookUpScene();
    scene.challenge('a', '1');
    scene.wallets.set('a', () => Promise.reject(new RateLimited(60)));
    await scene.runRound();
    scene.challenge('a', 'taken while the breaker is open');
    await scene.runRound();
    expect(scene.words).toEqual([]);
    scene.wallets.delete('a');
    for (let n = 0; n < 3; n += 1) {
      scene.clock.advanceSeconds(60);
      await scene.runRound();
    }
    expect(scene.words.map(({ word }) => word)).toEqual(['open', 'open']);
  });

  it('is not asked while its breaker is open, and then about one invoice first', async () => {
    const scene = new LookUpScene();
    for (const name of ['1', '2', '3', '4']) scene.challenge('a', name);
    scene.wallets.set('a', () => Promise.reject(new RateLimited(60)));
    await scene.runRound();
    const late = scene.challenge('a', 'late');
    await scene.runRound();
    expect(scene.asked).toHaveLength(1);
    expect(scene.dueIn(late)).toBe(60);
    scene.clock.advanceSeconds(60);
    scene.wallets.delete('a');
    await scene.runRound();
    expect(scene.asked.slice(1).map(({ hashes }) => hashes.length)).toEqual([1, 2, 2]);
  });

  it('leaves a challenge unknown when it is silent to the end of the grace, and is asked on for a day', async () => {
    const scene = new LookUpScene();
    const key = scene.challenge('a', '1');
    scene.wallets.set('a', () => Promise.reject(new UnknownOutcome()));
    scene.clock.advanceSeconds(1200);
    await scene.runRound();
    expect([scene.wordOf(key), scene.dueIn(key)]).toEqual(['unknown', expect.any(Number)]);
    scene.wallets.delete('a');
    scene.clock.advanceSeconds(scene.dueIn(key) ?? 0);
    await scene.runRound();
    expect([scene.wordOf(key), scene.dueIn(key)]).toEqual(['expired', null]);
  });
});

describe('a wallet that is slow', () => {
  const never = (): Promise<InvoiceState> => new Promise(() => undefined);

  it('holds up neither a round nor another wallet', async () => {
    const scene = new LookUpScene();
    scene.wallets.set('slow', never);
    scene.challenge('slow', '1');
    const quick = scene.challenge('quick', '1');
    await scene.round.run();
    await untilTrue(() => scene.dueIn(quick) === 1 && scene.lookUps.size === 1);
    expect(scene.wordOf(quick)).toBe('open');
  });

  it('is asked one thing at a time, however many rounds there are', async () => {
    const scene = new LookUpScene();
    let answer: (state: InvoiceState) => void = () => undefined;
    scene.wallets.set('slow', () => new Promise((resolve) => (answer = resolve)));
    for (let n = 0; n < 5; n += 1) {
      scene.challenge('slow', `${n}`);
      await scene.round.run();
    }
    expect(scene.asked).toHaveLength(1);
    scene.wallets.delete('slow');
    answer({ is: 'open' });
    await scene.lookUps.idle();
    expect(scene.asked.map(({ hashes }) => hashes.length)).toEqual([1, 4]);
  });

  it('is asked more rarely about more challenges than it can answer for, and others are not held up', async () => {
    const scene = new LookUpScene();
    scene.wallets.set('slow', never);
    const keys = Array.from({ length: 2_400 }, (_, n) => scene.challenge('slow', `${n}`));
    const quick = scene.challenge('quick', '1');
    for (let rounds = 0; rounds < 2; rounds += 1) await scene.round.run();
    await untilTrue(() => scene.dueIn(quick) === 1);
    const putOff = keys.map((key) => scene.dueIn(key)).filter((seconds) => seconds !== null && seconds < 10);
    // A hundred are being asked about, two thousand wait.
    expect(putOff.filter((seconds) => seconds === 1)).toHaveLength(250);
    expect(putOff.filter((seconds) => seconds === 2)).toHaveLength(50);
    expect(scene.lookUps.size).toBe(2_001);
  });

  it('does not keep the process from closing for ever; nothing new begins, and what waits is given back', async () => {
    const scene = new LookUpScene();
    let answer: (state: InvoiceState) => void = () => undefined;
    scene.wallets.set('slow', () => new Promise((resolve) => (answer = resolve)));
    scene.challenge('slow', 'asked about');
    await scene.round.run();
    const waiting = scene.challenge('slow', 'waiting');
    await scene.round.run();
    const late = scene.challenge('a', 'late');
    const closing = scene.lookUps.close();
    await scene.round.run();
    answer({ is: 'open' });
    await closing;
    expect(scene.asked).toHaveLength(1);
    expect([scene.dueIn(waiting), scene.dueIn(late)]).toEqual([0, 0]);
  });

  it('leaves to others what waited so long that they might take it before it is looked at, and says so', async () => {
    const scene = new LookUpScene();
    let answer: (state: InvoiceState) => void = () => undefined;
    scene.wallets.set('slow', () => new Promise((resolve) => (answer = resolve)));
    scene.challenge('slow', '1');
    await scene.round.run();
    const [second, third] = [scene.challenge('slow', '2'), scene.challenge('slow', '3')];
    await scene.round.run();
    scene.clock.advanceSeconds(TAKEN - settlementBounds.lookMillis / 1000 + 1);
    answer({ is: 'open' });
    await scene.lookUps.idle();
    expect(scene.asked).toHaveLength(1);
    expect([scene.dueIn(second), scene.dueIn(third)]).toEqual([1, 1]);
  });

  it('is waited for: what it is asked about at the last moment is nobody else’s until its answer is written', () => {
    const { lookMillis } = settlementBounds;
    expect(lookMillis).toBeGreaterThanOrEqual(limits.walletLookUpMillis + 5_000);
    expect(limits.watchTakenSeconds * 1000).toBeGreaterThanOrEqual(2 * lookMillis);
  });
});

/** Lets everything that can go on go on until the condition holds. */
async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
