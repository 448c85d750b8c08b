import { ManualClock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';

import { ClockedInstance } from './clocked-instance.js';
import { BookNode } from './emulators/book-node.js';
import {
  EMULATED_KINDS,
  startEmulator,
  type EmulatedKind,
  type StartedEmulator,
} from './emulators/start-emulator.js';
import { type MintedOffer } from './instance-calls.js';

/** An emulator whose wallet a merchant of its own has connected. */
export interface FleetWallet {
  readonly kind: EmulatedKind;
  readonly emulator: StartedEmulator;
  /** The node behind it, which keeps the time of the instance unless `skewSeconds` says otherwise. */
  readonly node: BookNode;
  /** The merchant's live key, and the wallet's id. */
  readonly key: string;
  readonly walletId: string;
}

/** An instance on a clock of the test, and a wallet of every kind with a merchant each. */
export class WalletFleet {
  /** By how many seconds the clocks of all nodes are ahead. */
  skewSeconds = 0;
  private readonly nodes = new Map<EmulatedKind, BookNode>();
  private readonly emulators = new Map<EmulatedKind, StartedEmulator>();
  private readonly wallets = new Map<EmulatedKind, FleetWallet>();
  private started: ClockedInstance | null = null;

  private constructor(
    readonly kinds: readonly EmulatedKind[],
    readonly clock: ManualClock,
  ) {}

  /** Starts the emulators, then the instance, then connects each as the primary wallet of its merchant. */
  static async start(kinds: readonly EmulatedKind[] = EMULATED_KINDS): Promise<WalletFleet> {
    const fleet = await WalletFleet.startUnconnected(kinds);
    for (const kind of kinds) fleet.wallets.set(kind, await fleet.newWallet(kind));
    return fleet;
  }

  /** The same without merchants: then no wallet is asked anything that a test did not connect. */
  static async startUnconnected(kinds: readonly EmulatedKind[] = EMULATED_KINDS): Promise<WalletFleet> {
    const clock = new ManualClock(new Date(Math.floor(Date.now() / 1000) * 1000));
    const fleet = new WalletFleet(kinds, clock);
    const needed: Record<string, string> = {};
    for (const kind of kinds) {
      const node = new BookNode(() => new Date(clock.now().getTime() + fleet.skewSeconds * 1000));
      const emulator = await startEmulator(kind, node);
      fleet.nodes.set(kind, node);
      fleet.emulators.set(kind, emulator);
      Object.assign(needed, emulator.variables);
    }
    fleet.started = await ClockedInstance.start({ clock, variables: needed });
    return fleet;
  }

  get instance(): ClockedInstance {
    if (this.started === null) throw new Error('the fleet has not started');
    return this.started;
  }

  /** The wallet of a kind that was started. */
  of(kind: EmulatedKind): FleetWallet {
    const wallet = this.wallets.get(kind);
    if (wallet === undefined) throw new Error(`the fleet has no ${kind}`);
    return wallet;
  }

  /** The emulator of that kind as what it is, for what no other kind has. */
  itself<T extends object>(kind: EmulatedKind, type: abstract new (...parts: never[]) => T): T {
    const { itself } = this.emulatorOf(kind);
    if (itself instanceof type) return itself;
    throw new Error(`the emulator of ${kind} is another one`);
  }

  /** The emulator of a kind, whoever has connected it. */
  emulatorOf(kind: EmulatedKind): StartedEmulator {
    const emulator = this.emulators.get(kind);
    if (emulator === undefined) throw new Error(`the fleet has no ${kind}`);
    return emulator;
  }

  /** All of them. */
  all(): readonly FleetWallet[] {
    return this.kinds.map((kind) => this.of(kind));
  }

  /** Another merchant who connects the wallet of that kind; at Strike and OpenNode it is the same account. */
  async newWallet(kind: EmulatedKind): Promise<FleetWallet> {
    const [node, emulator] = [this.nodes.get(kind), this.emulatorOf(kind)];
    if (node === undefined) throw new Error(`the fleet has no ${kind}`);
    const key = await this.instance.newLiveKey();
    const { id } = await this.instance.connect(key, emulator);
    return { kind, emulator, node, key, walletId: String(id) };
  }

  /** Mints at every wallet, at the same time. */
  async mintAll(
    wallets: readonly FleetWallet[] = this.all(),
  ): Promise<ReadonlyMap<EmulatedKind, MintedOffer>> {
    const minted = wallets.map(
      async ({ kind, key }) => [kind, await this.instance.mint(key, `/${kind}`)] as const,
    );
    return new Map(await Promise.all(minted));
  }

  /** Resolves when a challenge is to be looked at now: what asks for that is not waited for. */
  async untilDue(paymentHash: string): Promise<void> {
    const isDue = async (): Promise<boolean> => {
      const { rowCount } = await this.instance.app.get(HotPool, { strict: false }).query({
        text: `SELECT 1 FROM challenge_watch w JOIN challenge c ON c.key = w.key
          WHERE c.payment_hash = decode($1, 'hex') AND w.ended_at IS NULL AND w.next_look_up_at <= $2`,
        values: [paymentHash, this.clock.now()],
      });
      return rowCount === 1;
    };
    while (!(await isDue())) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Turns every fault of every wallet off. */
  clearFaults(): void {
    for (const { faults } of this.emulators.values()) faults.clear();
    this.skewSeconds = 0;
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await this.started?.stop();
    for (const emulator of this.emulators.values()) await emulator.stop();
  }
}
