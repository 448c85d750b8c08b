import { limits } from '@turnpike/config';
import { Merchants } from '@turnpike/merchants';
import type { Command } from '../command.js';
import { columns } from '../help-text.js';
import { operatorBounds } from '../operator-bounds.js';
import { readCount } from '../read-values.js';
import { withParts } from '../with-parts.js';

/** Lists merchants. */
export const merchantList: Command = {
  name: 'merchant list',
  summary: 'Lists merchants, the newest first.',
  options: {
    search: { value: 'text', meaning: 'only those with this in their name or address' },
    limit: { value: 'number', meaning: `how many at most; ${limits.listLimitMax} without it` },
  },
  async run(call) {
    const limit = readCount(
      'limit',
      call.text('limit') ?? String(limits.listLimitMax),
      operatorBounds.merchantsListedMax,
    );
    const query = { q: call.text('search'), limit, offset: 0 };
    const { merchants, total } = await withParts(call, ({ part }) => part(Merchants).list(query));
    const rows = merchants.map(({ merchantId, name, email, planTier, isActive, createdAt }) => [
      String(merchantId),
      name,
      email,
      planTier,
      isActive ? 'active' : 'inactive',
      createdAt.toISOString().slice(0, 10),
    ]);
    const head = ['ID', 'NAME', 'ADDRESS', 'PLAN', 'STATE', 'SINCE'];
    return {
      json: { merchants, total },
      lines: [...columns([head, ...rows]), `${merchants.length} of ${total}`],
    };
  },
};
