import type { BrokerAccess } from '@turnpike/config';
import { z } from 'zod/v4';
import type { BrokerRoutes } from '../broker-routes.js';
import type { ProducerTool } from '../producer-tool.js';

const input = z.strictObject({});

/** Tells how the broker is, who we are there, and what is still to be set up. */
export class ReadStatus implements ProducerTool<typeof input> {
  readonly name = 'status';
  readonly title = 'Status';
  readonly description =
    'Tells how the broker is, which merchant the key belongs to and in which mode, and which steps to selling are done.';
  readonly input = input;
  readonly secrets = [];
  readonly annotations = { readOnlyHint: true };

  constructor(
    private readonly access: BrokerAccess,
    private readonly routes: BrokerRoutes,
  ) {}

  /** All three. Refused as a whole where one is. */
  async run(_nothing: z.output<typeof input>, signal: AbortSignal): Promise<object> {
    const { url, apiKey } = this.access;
    const read = (path: string): Promise<object> => this.routes.ask({ method: 'GET', path }, signal);
    const [health, merchant, quickstart] = await Promise.all([
      read('/health'),
      read('/api/merchant/me'),
      read('/api/merchant/quickstart'),
    ]);
    const mode = apiKey.startsWith('tp_test_') ? 'test' : 'live';
    return { url, mode, health, merchant, quickstart };
  }
}
