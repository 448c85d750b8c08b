import { ApiProcess } from '../api-process.js';
import type { BuiltProcess } from '../built-process.js';
import { LndEmulator } from '../emulators/lnd-emulator.js';
import { Closers } from '../lightning/closers.js';
import { apiVariables } from '../listening-api.js';
import { createTestDatabase } from '../test-database.js';
import { startWorkerProcess } from '../worker-process.js';
import { Chance } from './chance.js';
import { Sales, type Sale } from './sales.js';
import { SalesBooks } from './sales-books.js';
import { Stalls, type Stall } from './stalls.js';
import { StreamBooks } from './stream-books.js';

/** How long all that is waited for may take. */
const DEADLINE_MILLIS = 150_000;

/** Merchants with an LND each and one API, for whom workers are started one by one. */
export class StreamMarket {
  private constructor(
    private readonly variables: Record<string, string>,
    private readonly closers: Closers,
    private readonly sales: Sales,
    readonly stalls: readonly Stall[],
    readonly books: SalesBooks,
    readonly streams: StreamBooks,
    readonly deadline: AbortSignal,
  ) {}

  /** Opens it, without a worker. */
  static async open(wallets: number): Promise<StreamMarket> {
    const closers = new Closers();
    try {
      const database = await createTestDatabase();
      closers.add(() => database.drop());
      const stalls = await Stalls.open({ kinds: ['lnd'], walletsPerKind: wallets });
      closers.add(() => stalls.close());
      const variables = apiVariables(database.url, stalls.variables);
      const api = await ApiProcess.start(variables);
      closers.add(async () => {
        await api.stop();
      });
      const deadline = AbortSignal.timeout(DEADLINE_MILLIS);
      const [books, streams] = [new SalesBooks(database.url), new StreamBooks(database.url, deadline)];
      closers.add(() => books.close());
      closers.add(() => streams.close());
      const sales = new Sales({ api: () => api }, deadline);
      return new StreamMarket(variables, closers, sales, await stalls.connect(api), books, streams, deadline);
    } catch (error) {
      await closers.close();
      throw error;
    }
  }

  /** The emulators of all wallets. */
  get emulators(): LndEmulator[] {
    return this.stalls.map(({ emulator }) => emulator.itself as LndEmulator);
  }

  /** Starts a worker. */
  startWorker(): BuiltProcess {
    const worker = startWorkerProcess(this.variables);
    this.closers.add(() => worker.kill());
    return worker;
  }

  /** Sells something by this name in every wallet, to be paid later or never; gives the payment hashes. */
  async sell(name: string): Promise<readonly string[]> {
    const sales = this.stalls.map((stall, n): Sale => ({
      name: `${name}-${String(n)}`,
      stall,
      isPaid: false,
    }));
    await this.sales.make(sales, new Chance(1), { spanMillis: 0, payMillisMax: 1 });
    return sales.map((sale) => this.sales.handedOut.get(sale.name) ?? '');
  }

  /** Has invoices paid, one in every wallet. */
  async pay(paymentHashes: readonly string[]): Promise<void> {
    await Promise.all(this.stalls.map(({ node }, n) => node.pay(paymentHashes[n] ?? '')));
  }

  /** Ends everything. */
  close(): Promise<void> {
    return this.closers.close();
  }
}
