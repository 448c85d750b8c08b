import { ManualClock } from '@turnpike/config';
import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { CreationGate } from './creation-gate.js';
import { Deadline } from './deadline.js';
import { GuardedWallet } from './guarded-wallet.js';
import { DeskNode, DeskWallet } from './testing/desk-wallet.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from './wallet-errors.js';

const FAILURES = 5;
const silence = new UnknownOutcome();

describe('the gate before the making of invoices', () => {
  let clock: ManualClock;
  let gate: CreationGate;
  let node: DeskNode;
  let wallet: GuardedWallet;
  let creations: number;

  beforeEach(() => {
    clock = new ManualClock(new Date('2026-06-15T12:00:00Z'));
    [gate, node, creations] = [new CreationGate(clock), new DeskNode(), 0];
    wallet = guarded(node);
  });

  const guarded = (of: DeskNode): GuardedWallet =>
    new GuardedWallet(new DeskWallet(of, null, clock), ['regtest'], clock);

  /** One creation; gives its error, or null. Nothing of the wallet is called but what the gate calls itself. */
  async function mint(error: Error | null = null, of = wallet): Promise<unknown> {
    const made = gate.pass(of, Deadline.in(8_000), async () => {
      creations += 1;
      if (error !== null) throw error;
      return 'made';
    });
    return made.then(
      () => null,
      (refusal: unknown) => refusal,
    );
  }

  async function shut(error: Error = silence): Promise<void> {
    for (let n = 0; n < FAILURES; n += 1) await mint(error);
    creations = 0;
  }

  const spared = (seconds: number): Unavailable => new Unavailable(seconds, 'us');

  it('lets everything through while the wallet answers', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => mint()));
    expect([new Set(all), creations, node.calls]).toEqual([new Set([null]), 50, []]);
  });

  it('is shut after five failures in a row, for some seconds, and then asks nothing at all', async () => {
    for (let n = 0; n < FAILURES; n += 1) expect(await mint(silence)).toBe(silence);
    const refusal = await mint();
    expect(refusal).toBeInstanceOf(Unavailable);
    expect([4, 5]).toContain((refusal as Unavailable).retryAfterSeconds);
    expect(refusal).toMatchObject({ by: 'us' });
    expect([creations, node.calls]).toEqual([FAILURES, []]);
  });

  it('counts failures in a row only', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < FAILURES - 1; n += 1) await mint(silence);
      await mint();
    }
    expect(await mint()).toBeNull();
  });

  it.each([
    ['an answer of no use', new ProtocolViolation('x')],
    ['a refusal of the request', new Rejected('amount')],
  ])('takes %s for an answer', async (_what, error) => {
    for (let n = 0; n < FAILURES - 1; n += 1) await mint(silence);
    await mint(error);
    expect(await mint(silence)).toBe(silence);
    expect(await mint()).toBeNull();
  });

  it.each([
    ['our own budget was empty', new RateLimited(60, 'budget')],
    ['no time was left', spared(1)],
  ])('takes a call that was not made, since %s, for nothing', async (_what, error) => {
    for (let n = 0; n < 20; n += 1) await mint(error);
    expect(await mint()).toBeNull();
    for (let n = 0; n < FAILURES - 1; n += 1) await mint(silence);
    await mint(error);
    await mint(silence);
    expect(await mint()).toBeInstanceOf(Unavailable);
  });

  it('is shut at once where the wallet allows no calls, for as long as it says', async () => {
    await mint(new RateLimited(90));
    expect(await mint()).toEqual(spared(90));
    clock.advanceSeconds(89);
    expect(await mint()).toEqual(spared(1));
  });

  it('is shut at once where the wallet refuses the credential', async () => {
    await mint(new CredentialInvalid());
    expect(await mint()).toBeInstanceOf(Unavailable);
  });

  it('is one wallet’s: others go on', async () => {
    await shut();
    expect(await mint(null, guarded(new DeskNode()))).toBeNull();
    expect(await mint()).toBeInstanceOf(Unavailable);
  });

  it('looks one invoice up when the pause is over, and lets creations through when that is answered', async () => {
    await shut();
    clock.advanceSeconds(5);
    expect(await mint()).toBeNull();
    expect([node.calls, creations]).toEqual([['look-up'], 1]);
    expect(await mint()).toBeNull();
    expect(node.calls).toEqual(['look-up']);
  });

  it('sends one look-up and never a creation when many come as the pause is over', async () => {
    await shut();
    clock.advanceSeconds(5);
    let answer: () => void = () => undefined;
    node.gate = new Promise<void>((resolve) => (answer = resolve));
    const first = mint();
    const others = await Promise.all(Array.from({ length: 20 }, () => mint()));
    expect(new Set(others.map((one) => (one as Unavailable).retryAfterSeconds))).toEqual(new Set([1]));
    expect(others[0]).toEqual(spared(1));
    expect([node.calls, creations]).toEqual([['look-up'], 0]);
    answer();
    expect(await first).toBeNull();
    expect(creations).toBe(1);
  });

  it('stays shut, longer and longer, while look-ups are not answered, and creates nothing meanwhile', async () => {
    await shut();
    node.failures['look-up'] = silence;
    const pauses: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      clock.advanceSeconds(300);
      expect(await mint()).toBe(silence);
      pauses.push(((await mint()) as Unavailable).retryAfterSeconds);
    }
    expect([node.calls.length, creations]).toEqual([9, 0]);
    // Each is shortened by up to a fifth, and from the sixth on they are as long as they get.
    const growing = pauses.slice(0, 5);
    expect(growing).toEqual(growing.toSorted((one, other) => one - other));
    for (const pause of pauses.slice(6)) expect(pause >= 240 && pause <= 300).toBe(true);
    delete node.failures['look-up'];
    clock.advanceSeconds(300);
    expect(await mint()).toBeNull();
  });

  it('opens where the look-up is answered with nonsense, since that is an answer', async () => {
    await shut();
    clock.advanceSeconds(5);
    node.failures['look-up'] = new ProtocolViolation('x');
    expect(await mint()).toBeNull();
  });

  it('asks once more at once when the look-up was not made, and is not shut for it', async () => {
    await shut();
    clock.advanceSeconds(5);
    const budget = new RateLimited(60, 'budget');
    node.failures['look-up'] = budget;
    expect(await mint()).toBe(budget);
    delete node.failures['look-up'];
    expect([await mint(), creations]).toEqual([null, 1]);
  });

  it('asks for an invoice that no wallet has, another each time', async () => {
    const hashes: PaymentHash[] = [];
    jest.spyOn(wallet, 'lookUpInvoices').mockImplementation(async (refs) => {
      hashes.push(...refs.map(({ paymentHash }) => paymentHash));
      return new Map();
    });
    for (let round = 0; round < 2; round += 1) {
      await shut();
      clock.advanceSeconds(300);
      await mint();
    }
    expect(new Set(hashes).size).toBe(2);
    expect(hashes.map(parsePaymentHash)).toEqual(hashes);
  });
});
