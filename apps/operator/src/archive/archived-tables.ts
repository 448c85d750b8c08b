import { challengeTables } from '@turnpike/challenges';
import type { ArchivedTable } from '@turnpike/database';
import { merchantTables } from '@turnpike/merchants';
import { statisticsTables } from '@turnpike/statistics';
import { sandboxTables, walletTables } from '@turnpike/wallets';

/** All that goes along with a merchant, in the order in which it can be brought in. */
export const archivedTables: readonly ArchivedTable[] = [
  ...merchantTables,
  ...walletTables,
  ...sandboxTables,
  ...challengeTables,
  ...statisticsTables,
];

/** Whether a table holds wallets, which open only under the keys that they were sealed with. */
export function isOfWallets({ name }: ArchivedTable): boolean {
  return walletTables.some((table) => table.name === name);
}
