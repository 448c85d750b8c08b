import { ApiKeyLifecycle, Merchants } from '@turnpike/merchants';
import type { ApiKeyRecord } from '@turnpike/merchants';
import type { Command } from '../command.js';
import { columns } from '../help-text.js';
import { readMerchant } from '../read-values.js';
import { withParts } from '../with-parts.js';

/** Lists the API keys of a merchant. */
export const keyList: Command = {
  name: 'key list',
  summary: 'Lists the API keys of a merchant, of both modes, without their secrets.',
  options: { merchant: { value: 'id', meaning: 'whose keys', isRequired: true } },
  async run(call) {
    const merchantId = readMerchant(call.requiredText('merchant'));
    const { keys, now } = await withParts(call, async ({ part }) => {
      await part(Merchants).get(merchantId);
      const lifecycle = part(ApiKeyLifecycle);
      const live = await lifecycle.list({ merchantId, mode: 'live' });
      return { keys: [...live, ...(await lifecycle.list({ merchantId, mode: 'test' }))], now: new Date() };
    });
    const rows = keys.map((key) => [
      key.id,
      key.mode,
      `${key.prefix}…`,
      key.label ?? '-',
      stateOf(key, now),
      key.scopes.join(','),
    ]);
    return {
      json: { keys },
      lines: columns([['ID', 'MODE', 'KEY', 'LABEL', 'STATE', 'SCOPES'], ...rows]),
    };
  },
};

function stateOf({ revokedAt, expiresAt }: ApiKeyRecord, now: Date): string {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt === null) return 'works';
  return expiresAt > now ? `until ${expiresAt.toISOString().slice(0, 10)}` : 'ended';
}
