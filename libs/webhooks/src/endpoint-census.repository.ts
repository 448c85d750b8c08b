import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

/** How many endpoints there are of all merchants, by how they are. */
export interface EndpointCounts {
  readonly well: number;
  /** Enabled, and nothing has arrived for a while. */
  readonly failing: number;
  /** Disabled by us: it said that it is gone, or nothing arrived for days. */
  readonly givenUp: number;
}

const COUNT = `
SELECT (count(*) FILTER (WHERE enabled AND failing_since IS NULL))::int4 AS well,
       (count(*) FILTER (WHERE enabled AND failing_since IS NOT NULL))::int4 AS failing,
       (count(*) FILTER (WHERE NOT enabled AND disabled_reason <> 'merchant'))::int4 AS "givenUp"
FROM webhook_endpoint`;

/** Counts over all merchants' endpoints, for whoever runs the instance. */
@Injectable()
export class EndpointCensus {
  constructor(private readonly pool: ColdPool) {}

  /** How many endpoints are in each state. */
  async count(): Promise<EndpointCounts> {
    const { rows } = await this.pool.query<EndpointCounts>({ name: 'webhook-endpoints-count', text: COUNT });
    return rows[0] ?? { well: 0, failing: 0, givenUp: 0 };
  }
}
