import { ColdPool, PrismaService } from '@turnpike/database';
import { Client } from 'pg';
import { fillBusyLists } from './busy-lists.js';
import { RecordedPlans, rowsRead } from './recorded-plans.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** Lists of a merchant with very many rows among others' newer ones, on a database that tells its plans. */
export class ListScene {
  static readonly now = new Date('2026-11-20T12:00:00.000Z');

  private constructor(
    private readonly database: TestDatabase,
    private readonly plans: RecordedPlans,
    readonly pool: ColdPool,
    readonly prisma: PrismaService,
  ) {}

  /** Makes one with those tables filled. */
  static async open(...tables: string[]): Promise<ListScene> {
    const database = await createTestDatabase();
    const filler = new Client(database.url);
    await filler.connect();
    await fillBusyLists((text, values) => filler.query(text, values), ListScene.now, tables);
    await filler.end();
    const plans = await RecordedPlans.of(database.url);
    plans.hearAll();
    return new ListScene(database, plans, new ColdPool(database.url, 1), new PrismaService(database.url, 1));
  }

  /** Fails if a statement of that work reads a table as a whole, or more rows than that. */
  async expectBounded(rowsMax: number, work: () => Promise<unknown>): Promise<void> {
    const told = await this.plans.during(work);
    expect(told.length).toBeGreaterThan(0);
    const dear = told.filter(
      (plan) => rowsRead(plan) > rowsMax || plan.nodes.some((node) => node['Node Type'] === 'Seq Scan'),
    );
    expect(dear.map((plan) => ({ rows: rowsRead(plan), plan: plan.text }))).toEqual([]);
  }

  /** Ends it. */
  async close(): Promise<void> {
    this.plans.hearNoMore();
    await this.prisma.onApplicationShutdown();
    await this.pool.onApplicationShutdown();
    await this.database.drop();
  }
}
