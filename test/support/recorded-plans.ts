import { type StatementPool } from '@turnpike/database';
import { Client, type Pool } from 'pg';

const { connect: connectClient } = Client.prototype;

/** One node of a plan that was carried out. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How PostgreSQL carried out one statement. */
export interface RecordedPlan {
  readonly statement: string;
  /** Every node, the outermost first. */
  readonly nodes: readonly PlanNode[];
  /** The whole plan, as PostgreSQL tells it. */
  readonly text: string;
}

/**
 * The plans by which a pool's statements are carried out, told by the server as it carries them out: the statements are
 * those that the program sends, prepared as it prepares them, in sessions with the settings that it gives them.
 */
export class RecordedPlans {
  private readonly told: RecordedPlan[] = [];

  /** From now on sessions of that database tell their plans. */
  static async of(databaseUrl: string): Promise<RecordedPlans> {
    const client = new Client(databaseUrl);
    await client.connect();
    const settings = {
      session_preload_libraries: 'auto_explain',
      'auto_explain.log_min_duration': '0',
      'auto_explain.log_analyze': 'on',
      'auto_explain.log_timing': 'off',
      'auto_explain.log_format': 'json',
      'auto_explain.log_level': 'notice',
    };
    for (const [name, value] of Object.entries(settings)) {
      await client.query(
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${name} = %L', current_database(), '${value}'); END $$`,
      );
    }
    await client.end();
    return new RecordedPlans();
  }

  /** Hears a pool that has not connected yet. */
  hear(pool: StatementPool): void {
    (Reflect.get(pool, 'pool') as Pool).on('connect', (client) => {
      client.on('notice', ({ message }) => this.note(message ?? ''));
    });
  }

  /** Hears every client of this process that connects from now on, whoever it belongs to, until `hearNoMore`. */
  hearAll(): void {
    const note = (message: string): void => this.note(message);
    Reflect.set(Client.prototype, 'connect', function connect(this: Client, ...given: unknown[]): unknown {
      this.on('notice', ({ message }) => note(message ?? ''));
      return Reflect.apply(connectClient, this, given);
    });
  }

  /** Ends what `hearAll` began. */
  hearNoMore(): void {
    Client.prototype.connect = connectClient;
  }

  /** The plans of what is done meanwhile, in order. */
  async during(work: () => Promise<unknown>): Promise<RecordedPlan[]> {
    this.told.length = 0;
    await work();
    return [...this.told];
  }

  private note(message: string): void {
    const at = message.indexOf('{');
    if (!message.includes('plan:') || at < 0) return;
    const { 'Query Text': statement, Plan: plan } = JSON.parse(message.slice(at)) as {
      'Query Text': string;
      Plan: PlanNode;
    };
    this.told.push({ statement, nodes: flat(plan), text: JSON.stringify(plan) });
  }
}

/** How many rows of tables a plan looked at, those that it threw away included. */
export function rowsRead({ nodes }: RecordedPlan): number {
  return nodes
    .filter((node) => node['Relation Name'] !== undefined || node['Index Name'] !== undefined)
    .map((node) => {
      const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0);
      return (node['Actual Rows'] + removed) * node['Actual Loops'];
    })
    .reduce((sum, rows) => sum + rows, 0);
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flat)];
}
