import { JOBS } from '@turnpike/queues';

import { LND_ERRORS } from '../support/emulators/lnd-errors.js';
import { LndEmulator } from '../support/emulators/lnd-emulator.js';
import { StrikeEmulator } from '../support/emulators/strike-emulator.js';
import { type EmulatedKind, EMULATED_KINDS } from '../support/emulators/start-emulator.js';
import { type FleetWallet, WalletFleet } from '../support/wallet-fleet.js';

let fleet: WalletFleet;

beforeAll(async () => {
  fleet = await WalletFleet.startUnconnected();
});

afterAll(() => fleet.stop());

afterEach(() => {
  fleet.clearFaults();
  fleet.itself('lnd', LndEmulator).refusal = null;
  fleet.itself('strike', StrikeEmulator).isInMaintenance = false;
  // Past the longest lock.
  fleet.clock.advanceSeconds(4_000);
});

interface Row {
  readonly kind: EmulatedKind;
  readonly what: string;
  readonly error: 'wallet_rate_limited' | 'wallet_unavailable';
  readonly begin: () => void;
}

const lndSays = (name: 'locked' | 'notCreated' | 'waiting' | 'starting'): Row => ({
  kind: 'lnd',
  what: `says "${LND_ERRORS[name]}"`,
  error: 'wallet_unavailable',
  begin: () => {
    fleet.itself('lnd', LndEmulator).refusal = LND_ERRORS[name];
  },
});

const ROWS: readonly Row[] = [
  ...EMULATED_KINDS.map((kind): Row => ({
    kind,
    what: 'allows no more calls',
    error: 'wallet_rate_limited',
    begin: () => {
      fleet.emulatorOf(kind).faults.rateLimited = true;
    },
  })),
  ...EMULATED_KINDS.map((kind): Row => ({
    kind,
    what: 'answers with errors of its own',
    error: 'wallet_unavailable',
    begin: () => {
      fleet.emulatorOf(kind).faults.status = 503;
    },
  })),
  lndSays('locked'),
  lndSays('notCreated'),
  lndSays('waiting'),
  lndSays('starting'),
  {
    kind: 'strike',
    what: 'is in maintenance',
    error: 'wallet_unavailable',
    begin: () => {
      fleet.itself('strike', StrikeEmulator).isInMaintenance = true;
    },
  },
];

async function toldOf({ walletId }: FleetWallet): Promise<string[]> {
  return (await fleet.instance.walletEvents(walletId)).map(({ type }) => type);
}

/** Has the worker look after wallets until so much has been told; what it finds out is written beside its job. */
async function untilTold(wallet: FleetWallet, count: number): Promise<void> {
  do await fleet.instance.job(JOBS.walletHealth);
  while ((await toldOf(wallet)).length < count);
}

describe('the row "rate limit, Strike lock, locked, starting, maintenance"', () => {
  it.each(ROWS)(
    '$kind that $what: 503, and told once after two bad minutes and once when it is over',
    async (row) => {
      const wallet = await fleet.newWallet(row.kind);
      const { key } = wallet;
      const { paymentHash } = await fleet.instance.mint(key);
      // What is noted about the two calls has an order by time alone.
      fleet.clock.advanceSeconds(1);
      row.begin();
      const { status, headers, body } = await fleet.instance.askToMint(key);
      expect([status, body['error']]).toEqual([503, row.error]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      await fleet.instance.untilHealth(key, 'unavailable');
      await fleet.instance.job(JOBS.walletHealth);
      expect(await toldOf(wallet)).toEqual([]);

      fleet.clock.advanceSeconds(125);
      await untilTold(wallet, 1);
      await fleet.instance.job(JOBS.walletHealth);
      expect(await toldOf(wallet)).toEqual(['wallet.unavailable']);

      fleet.clearFaults();
      fleet.itself('lnd', LndEmulator).refusal = null;
      fleet.itself('strike', StrikeEmulator).isInMaintenance = false;
      await wallet.node.pay(paymentHash);
      fleet.clock.advanceSeconds(3_700);
      await fleet.instance.mint(key);
      await fleet.instance.untilHealth(key, 'ok');
      await untilTold(wallet, 2);
      await fleet.instance.job(JOBS.walletHealth);
      expect(await toldOf(wallet)).toEqual(['wallet.unavailable', 'wallet.recovered']);
      await fleet.instance.round();
      expect(await fleet.instance.challenge(key, paymentHash)).toMatchObject({ settlement: 'settled' });
    },
  );

  it('strike: a locked key is left alone for the hour, whoever asks', async () => {
    const { key, emulator } = await fleet.newWallet('strike');
    emulator.faults.rateLimited = true;
    const { headers } = await fleet.instance.askToMint(key);
    expect(headers.get('retry-after')).toBe('3600');
    const before = emulator.callCount();
    const other = await fleet.instance.newLiveKey();
    for (let tenths = 1; tenths < 6; tenths += 1) {
      fleet.clock.advanceSeconds(590);
      const { status, headers: again } = await fleet.instance.askToMint(key);
      expect([status, again.get('retry-after')]).toEqual([503, String(3_600 - 590 * tenths)]);
      await fleet.instance.round();
      await fleet.instance.job(JOBS.walletHealth);
    }
    const wish = { kind: 'strike', credentials: emulator.credentials };
    expect((await fleet.instance.call('POST', '/api/merchant/wallets', other, wish)).status).toBe(503);
    expect(emulator.callCount()).toBe(before);
    emulator.faults.clear();
    fleet.clock.advanceSeconds(1_000);
    await fleet.instance.mint(key);
  });
});
