import { CountEvents, TallyWriter } from '@turnpike/statistics';

import { type SandboxShop } from './sandbox-shop.js';

const BEHIND = `event_cursor c WHERE c.consumer = 'statistics'
  AND EXISTS (SELECT 1 FROM outbox o WHERE (o.xid, o.id) > (c.xid, c.id))`;

/**
 * Has everything counted and written that happened in a shop so far. Events wait for every transaction that began before
 * them, those of other databases included.
 */
export async function countFigures(shop: SandboxShop): Promise<void> {
  const { app } = shop.api;
  await app.get(TallyWriter, { strict: false }).flush();
  while ((await shop.count(BEHIND)) > 0) await app.get(CountEvents, { strict: false }).run();
}
