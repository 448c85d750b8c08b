import { ApiKeyLifecycle } from '@turnpike/merchants';
import { NotFound } from '@turnpike/problems';
import type { Command } from '../command.js';
import { readMerchant } from '../read-values.js';
import { shellAuthor } from '../shell-author.js';
import { withParts } from '../with-parts.js';

/** Ends an API key. */
export const keyRevoke: Command = {
  name: 'key revoke',
  summary: 'Ends an API key. It is dead everywhere within two seconds.',
  operands: ['key-id'],
  options: { merchant: { value: 'id', meaning: 'whose key', isRequired: true } },
  async run(call) {
    const merchantId = readMerchant(call.requiredText('merchant'));
    const [id = ''] = call.operands;
    await withParts(call, async ({ part }) => {
      const keys = part(ApiKeyLifecycle);
      try {
        await keys.revoke({ merchantId, mode: 'live' }, id, shellAuthor());
      } catch (error) {
        if (!(error instanceof NotFound)) throw error;
        await keys.revoke({ merchantId, mode: 'test' }, id, shellAuthor());
      }
    });
    return { json: { id, isRevoked: true }, lines: [`${id} is revoked`] };
  },
};
