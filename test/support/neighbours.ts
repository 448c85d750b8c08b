import { HotPool } from '@turnpike/database';

import { BookNode } from './emulators/book-node.js';
import { startEmulator, type EmulatedKind, type StartedEmulator } from './emulators/start-emulator.js';
import { WalletInstance } from './wallet-instance.js';

/** A merchant whose wallet is an emulator. */
export interface Neighbour {
  readonly key: string;
  readonly node: BookNode;
  readonly emulator: StartedEmulator;
  readonly walletId: string;
}

/**
 * An instance that merchants share: one whose wallet behaves, and others whose wallets do what a test wants. Whatever
 * nobody catches while it runs is noted.
 */
export class Neighbours {
  /** Rejections and exceptions that nobody caught. */
  readonly uncaught: unknown[] = [];
  private readonly emulators: StartedEmulator[] = [];
  private readonly note = (error: unknown): void => void this.uncaught.push(error);

  private constructor(readonly instance: WalletInstance) {
    process.on('unhandledRejection', this.note);
    process.on('uncaughtException', this.note);
  }

  /** Starts the instance, without limits for keys. */
  static async start(): Promise<Neighbours> {
    return new Neighbours(await WalletInstance.start({ RATE_LIMIT_READ: '0', RATE_LIMIT_WRITE: '0' }));
  }

  /** A new merchant with a wallet of that kind, connected. */
  async settle(kind: EmulatedKind): Promise<Neighbour> {
    const node = new BookNode();
    const emulator = await startEmulator(kind, node);
    this.emulators.push(emulator);
    const key = await this.instance.newLiveKey();
    const { id } = await this.instance.connect(key, emulator);
    return { key, node, emulator, walletId: String(id) };
  }

  /** A merchant sells so many times, one after the other, and is paid each time; resolves when all of it is settled. */
  async sell({ key, node }: Neighbour, count: number): Promise<void> {
    const hashes: string[] = [];
    for (let sale = 0; sale < count; sale += 1) {
      const { paymentHash } = await this.instance.mint(key, `/sale/${String(sale)}`);
      await node.pay(paymentHash);
      hashes.push(paymentHash);
    }
    for (const paymentHash of hashes) await this.instance.untilSettlement(key, paymentHash, 'settled');
  }

  /** Resolves when the streams of all these wallets stand. */
  async untilStreams(walletIds: readonly string[]): Promise<void> {
    const pool = this.instance.app.get(HotPool, { strict: false });
    for (;;) {
      const { rowCount } = await pool.query({
        text: 'SELECT 1 FROM wallet_stream WHERE alive_until IS NOT NULL AND connection_id = ANY ($1)',
        values: [walletIds],
      });
      if (rowCount === walletIds.length) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await this.instance.stop();
    for (const emulator of this.emulators) await emulator.stop();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', this.note);
    process.off('uncaughtException', this.note);
  }
}
