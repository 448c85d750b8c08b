import type { L402Server } from '@turnpike/server-sdk';
import { z } from 'zod/v4';
import type { ProducerTool } from '../producer-tool.js';

const input = z.strictObject({
  status: z.enum(['paid', 'unpaid', 'expired']).optional().describe('Only those that stand so'),
  limit: z.int().min(1).max(200).optional().describe('How many, 20 by default'),
  offset: z.int().min(0).optional().describe('After how many'),
});

/** Shows what was sold and what is open. */
export class ListChallenges implements ProducerTool<typeof input> {
  readonly name = 'list_challenges';
  readonly title = 'List challenges';
  readonly description =
    'Lists challenges in the mode of the key, newest first: what was sold, for how much, and whether it is paid.';
  readonly input = input;
  readonly secrets = [];
  readonly annotations = { readOnlyHint: true };

  constructor(private readonly challenges: L402Server) {}

  /** One page. */
  run(page: z.output<typeof input>, signal: AbortSignal): Promise<object> {
    return this.challenges.listChallenges(page, { signal });
  }
}
