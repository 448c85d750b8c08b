import { ColdPool } from '@turnpike/database';

const TABLES = ['day_figure', 'resource_figure', 'section_figure', 'refusal_figure'] as const;

/** The end of figures. */
export class PruneFiguresRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Deletes up to `max` rows of each kind from before that day, the oldest first; returns how many. */
  async deleteBefore(day: string, max: number): Promise<number> {
    let deleted = 0;
    for (const table of TABLES) {
      const { rowCount } = await this.pool.query({
        name: `prune-${table}`,
        text: `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
          SELECT f.ctid FROM ${table} f WHERE f.day + 0 < $1::date ORDER BY f.day + 0 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
        values: [day, max],
      });
      deleted += rowCount ?? 0;
    }
    return deleted;
  }
}
