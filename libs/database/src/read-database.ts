import { Injectable } from '@nestjs/common';
import { ColdPool } from './cold-pool.js';

const SIZE = `
SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS "sizeBytes"`;

/** Says what database this is. */
@Injectable()
export class ReadDatabase {
  constructor(private readonly pool: ColdPool) {}

  /** The server's version, such as `18.4`, and how large the database is. */
  async size(): Promise<{ readonly version: string; readonly sizeBytes: number }> {
    const { rows } = await this.pool.query<{ version: string; sizeBytes: number }>({
      name: 'database-size',
      text: SIZE,
    });
    const [row] = rows;
    if (row === undefined) throw new Error('the database answered nothing');
    return { version: row.version.split(' ')[0] ?? row.version, sizeBytes: row.sizeBytes };
  }
}
