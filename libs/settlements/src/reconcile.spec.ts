import { CredentialInvalid, Unavailable } from '@turnpike/wallets';
import { settlementBounds } from './settlement-bounds.js';
import { ReconcileScene } from './testing/reconcile-scene.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** When rows fall due that nobody hinted at. */
const LATER = 30 * HOUR;
const SETTLED = { settledIn: HOUR, receivedMsat: 10_000n, endedIn: HOUR } as const;
const OPEN = { dueIn: LATER, tokenEndsIn: 2 * DAY } as const;

describe('a comparison of our ledger with a wallet’s list', () => {
  let scene: ReconcileScene;

  beforeEach(async () => {
    scene = await ReconcileScene.open();
  });

  afterEach(() => scene.close());

  it('finds nothing where both say the same, and disturbs nobody', async () => {
    const [one, open] = [await scene.book.add(SETTLED), await scene.book.add(OPEN)];
    scene.list([scene.paid(one, 10_000n)]);
    expect(await scene.compare()).toEqual({
      walletId: 'wal_a',
      kind: 'lnd',
      outcome: 'compared',
      payments: 1,
      foreignPayments: 0,
      differences: [],
    });
    expect(scene.alerts).toEqual([]);
    expect(await scene.book.dueIn([open])).toEqual([LATER]);
  });

  it('names what only the wallet calls paid, has it looked at now and settles nothing', async () => {
    const [open, expired] = [
      await scene.book.add(OPEN),
      await scene.book.add({ ...OPEN, dueIn: HOUR, endedIn: HOUR }),
    ];
    scene.list([scene.paid(open, 10_000n), scene.paid(expired)]);
    const { differences } = await scene.compare();
    const difference = 'settled_at_wallet_only';
    expect(differences).toEqual([
      { difference, paymentHash: open.paymentHash, walletMsat: '10000', ourMsat: null },
      { difference, paymentHash: expired.paymentHash, walletMsat: null, ourMsat: null },
    ]);
    expect(await scene.book.dueIn([open, expired])).toEqual([DAY, DAY]);
    expect(scene.alerts).toEqual(['wal_a reconciliation']);
  });

  it('names more than one statement takes, and has all of them looked at', async () => {
    const made = [];
    for (let n = 0; n <= settlementBounds.hintsPerStatementMax; n += 1) made.push(await scene.book.add(OPEN));
    scene.list(made.map((one) => scene.paid(one)));
    expect((await scene.compare()).differences).toHaveLength(made.length);
    expect(new Set(await scene.book.dueIn(made))).toEqual(new Set([DAY]));
    expect(scene.alerts).toHaveLength(1);
  });

  it('names what only we call paid', async () => {
    const one = await scene.book.add(SETTLED);
    expect((await scene.compare()).differences).toEqual([
      {
        difference: 'settled_here_only',
        paymentHash: one.paymentHash,
        walletMsat: null,
        ourMsat: '10000',
      },
    ]);
    expect(scene.alerts).toEqual(['wal_a reconciliation']);
  });

  it('says of nothing that it is missing in a list that is not whole, and compares the rest', async () => {
    const [missing, other] = [await scene.book.add(SETTLED), await scene.book.add(SETTLED)];
    scene.list([scene.paid(other, 9_000n)], false);
    const { outcome, differences } = await scene.compare();
    expect(outcome).toBe('incomplete');
    expect(differences.map(({ paymentHash }) => paymentHash)).toEqual([other.paymentHash]);
    expect(differences).not.toContainEqual(expect.objectContaining({ paymentHash: missing.paymentHash }));
  });

  it('tells amounts apart to the last millisatoshi, however large', async () => {
    const max = 2n ** 63n - 1n;
    const [differs, same] = [
      await scene.book.add({ ...SETTLED, receivedMsat: max }),
      await scene.book.add({ ...SETTLED, receivedMsat: 2n ** 53n + 1n }),
    ];
    scene.list([scene.paid(differs, max - 1n), scene.paid(same, 2n ** 53n + 1n)]);
    expect((await scene.compare()).differences).toEqual([
      {
        difference: 'amount_differs',
        paymentHash: differs.paymentHash,
        walletMsat: '9223372036854775806',
        ourMsat: '9223372036854775807',
      },
    ]);
  });

  it('makes no difference of an amount that one side does not say', async () => {
    const [one, two] = [
      await scene.book.add(SETTLED),
      await scene.book.add({ settledIn: HOUR, endedIn: HOUR }),
    ];
    scene.list([scene.paid(one), scene.paid(two, 10_000n)]);
    expect((await scene.compare()).differences).toEqual([]);
  });

  it('adds up what came in parts for one invoice', async () => {
    const [whole, short] = [await scene.book.add(SETTLED), await scene.book.add(SETTLED)];
    scene.list([
      scene.paid(whole, 4_000n),
      scene.paid(short, 4_000n),
      scene.paid(whole, 6_000n, 2 * HOUR),
      scene.paid(short, 5_999n),
    ]);
    expect((await scene.compare()).differences).toEqual([
      {
        difference: 'amount_differs',
        paymentHash: short.paymentHash,
        walletMsat: '9999',
        ourMsat: '10000',
      },
    ]);
  });

  it('knows ours by the wallet’s name or by payment hash, and counts all else as foreign', async () => {
    const [byRef, byHash] = [await scene.book.add(SETTLED), await scene.book.add(SETTLED)];
    const settledAt = scene.book.at(HOUR);
    const { paymentHash } = scene.paid(byHash);
    scene.list([
      { providerRef: byRef.providerRef, settledAt },
      { providerRef: 'another name', ...(paymentHash === undefined ? {} : { paymentHash }), settledAt },
      { providerRef: 'foreign', settledAt },
      { providerRef: 'no text \u0000 at all', receivedMsat: 5n, settledAt },
    ]);
    const compared = await scene.compare();
    expect(compared).toMatchObject({ payments: 2, foreignPayments: 2, differences: [] });
    expect(scene.alerts).toEqual([]);
  });

  it('takes nothing of another merchant or connection for ours, whatever a list names', async () => {
    const others = [
      await scene.book.add({ ...OPEN, merchantId: 2 }),
      await scene.book.add({ ...OPEN, connectionId: 'wal_b' }),
      await scene.book.add({ ...SETTLED, merchantId: 2 }),
    ];
    scene.list(others.map((one) => scene.paid(one)));
    expect(await scene.compare()).toMatchObject({ payments: 0, foreignPayments: 3, differences: [] });
    expect((await scene.book.dueIn(others)).slice(0, 2)).toEqual([LATER, LATER]);
  });
});

describe('the time that a comparison is about', () => {
  let scene: ReconcileScene;

  beforeEach(async () => {
    scene = await ReconcileScene.open();
  });

  afterEach(() => scene.close());

  it('begins and ends where it was asked for: what was paid before or after counts for nothing', async () => {
    const [before, after] = [await scene.book.add(OPEN), await scene.book.add(OPEN)];
    scene.list([
      scene.paid(before, 1n, -1),
      scene.paid(after, 1n, DAY),
      { providerRef: 'foreign', settledAt: scene.book.at(-1) },
    ]);
    expect(await scene.compare()).toMatchObject({ payments: 0, foreignPayments: 0, differences: [] });
    expect(scene.asked).toEqual([{ walletId: 'wal_a', from: -DAY, to: DAY + 600 }]);
  });

  it('misses nothing that we learned of later than the wallet, or whose wallet has a clock ahead', async () => {
    const late = await scene.book.add({ ...SETTLED, settledIn: 1, madeIn: -HOUR });
    const ahead = await scene.book.add({ ...SETTLED, settledIn: DAY - 1, madeIn: DAY - 60 });
    scene.list([scene.paid(late, 10_000n, -HOUR), scene.paid(ahead, 10_000n, DAY + 300)]);
    expect((await scene.compare()).differences).toEqual([]);
  });

  it('says nothing about what was made before the list begins, since it may have been paid then', async () => {
    const old = await scene.book.add({ ...SETTLED, madeIn: -3 * DAY });
    expect((await scene.compare()).differences).toEqual([]);
    const young = await scene.book.add({ ...SETTLED, madeIn: -HOUR });
    const found = (await scene.compare()).differences.map(({ paymentHash }) => paymentHash);
    expect(found).toEqual([young.paymentHash]);
    expect(found).not.toContain(old.paymentHash);
  });
});

describe('wallets that cannot be compared', () => {
  let scene: ReconcileScene;

  beforeEach(async () => {
    scene = await ReconcileScene.open();
  });

  afterEach(() => scene.close());

  it('without a list, or away, say so, and what we know of them is no difference', async () => {
    for (const connectionId of ['wal_none', 'wal_away', 'wal_revoked'])
      await scene.book.add({ ...SETTLED, connectionId });
    const one = await scene.book.add(OPEN);
    scene.list([scene.paid(one)]);
    scene.lists.set('wal_none', null);
    scene.lists.set('wal_away', new Unavailable(5));
    scene.lists.set('wal_revoked', new CredentialInvalid());
    const compared = await scene.run();
    expect(
      compared.map(({ walletId, outcome, differences }) => [walletId, outcome, differences.length]),
    ).toEqual([
      ['wal_a', 'compared', 1],
      ['wal_away', 'unavailable', 0],
      ['wal_none', 'no_list', 0],
      ['wal_revoked', 'unavailable', 0],
    ]);
    expect(scene.alerts).toEqual(['wal_a reconciliation']);
  });

  it('for a fault of ours keep no other from being compared, and the fault comes out', async () => {
    const one = await scene.book.add(OPEN);
    scene.lists.clear();
    scene.lists.set('wal_broken', new TypeError('ours'));
    scene.list([scene.paid(one)]);
    await expect(scene.run()).rejects.toThrow('ours');
    expect(await scene.book.dueIn([one])).toEqual([DAY]);
  });
});
