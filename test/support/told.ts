import { type INestApplicationContext } from '@nestjs/common';
import { type StatementPool } from '@turnpike/database';
import { Metrics } from '@turnpike/observability';

/** Every row of every table of a database as text, bytes in hex; the tables are told apart. */
export async function everyRow(pool: StatementPool): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>({
    text: `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  });
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ all: string | null }>({
      text: `SELECT string_agg(t::text, E'\\n') AS all FROM ${name} t`,
    });
    texts.set(name, rows[0]?.all ?? '');
  }
  return texts;
}

/** The figures of these parts of a program as they are served. */
export async function figuresOf(apps: readonly INestApplicationContext[]): Promise<string> {
  const texts = apps.map((app) => app.get(Metrics, { strict: false }).registry.metrics());
  return (await Promise.all(texts)).join('\n');
}
